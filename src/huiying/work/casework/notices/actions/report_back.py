"""反馈: a unit reports what it found and what it did offline (Art. 5, 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.stages import Move
from huiying.reasons.reason import Reason
from huiying.work.casework.core.files import FileInput, keep_pieces
from huiying.work.casework.core.text import MAX_LINE, checked_text
from huiying.work.casework.notices.delivery import advance_incident_of
from huiying.work.casework.notices.models import Notice, NoticeState, ReportFile, UnitReport
from huiying.work.casework.notices.report_hash import report_hash


@transaction.atomic
def report_back(
    *,
    notice: Notice,
    finding: Finding,
    facts: str,
    handled: str,
    evidence: str,
    pieces: Sequence[FileInput] = (),
    no_file_reason: str = "",
    officer: Officer,
    now: datetime,
) -> UnitReport:
    """Keep a report; a further report is a new row, none is changed.

    Args:
        pieces: Files that show what was found or done.
        no_file_reason: Why there are none; without either nothing counts as solved.

    Raises:
        Refused: If the officer is not of the unit, the notice is not signed, the facts are
            missing, or the files are too many or not named.
    """
    if officer.unit_id != notice.unit_id:
        raise Refused(_("只有%(unit)s的人员可以反馈。") % {"unit": notice.unit.name})
    if notice.state != NoticeState.SIGNED:
        raise Refused(_("请先签收，再反馈。"))
    if not facts.strip():
        raise Refused(_("请写明核实到的事实。"))
    report = UnitReport.objects.create(
        bureau_id=notice.bureau_id,
        notice=notice,
        at=now,
        by=officer,
        finding=str(finding),
        facts=facts.strip(),
        handled=handled.strip(),
        evidence=evidence.strip(),
        no_file_reason="" if pieces else checked_text(no_file_reason, MAX_LINE),
    )
    files = [
        ReportFile.objects.create(
            bureau_id=notice.bureau_id, report=report, words=words, file=file
        )
        for words, file in keep_pieces(notice.bureau_id, pieces, now)
    ]
    if notice.report_clock is not None:
        stop_clock(clock=notice.report_clock, at=now, reason=Reason("clocks.reported"), now=now)
    advance_incident_of(notice, Move.RECORD_FINDING, officer.audit_actor(), now)
    record(
        notice,
        "notice.reported",
        officer,
        now,
        unit=notice.unit.name,
        finding=str(finding),
        files=len(files),
        hashes=[row.file.sha256 for row in files],
        no_file=report.no_file_reason,
        hash=report_hash(report),
    )
    return report
