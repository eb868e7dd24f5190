"""反馈: a unit reports what it found and what it did offline (Art. 5, 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.base.outbox.signatory import Signatory, officer_signatory
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
        raise Refused(_("仅%(unit)s人员可反馈。") % {"unit": notice.unit.name})
    return keep_report(
        notice=notice,
        report=ReportInput(finding, facts, handled, evidence, tuple(pieces), no_file_reason),
        by=officer_signatory(officer),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class ReportInput:
    """What a unit reports; ``no_file_reason``: why no file shows it."""

    finding: Finding
    facts: str
    handled: str
    evidence: str
    pieces: tuple[FileInput, ...]
    no_file_reason: str


def keep_report(
    *, notice: Notice, report: ReportInput, by: Signatory, now: datetime
) -> UnitReport:
    """Keep what an officer of the unit or its signed link reported; raises as above."""
    if notice.state != NoticeState.SIGNED:
        raise Refused(_("须先签收，再反馈。"))
    if not report.facts.strip():
        raise Refused(_("请填写核实的事实。"))
    row = UnitReport.objects.create(
        bureau_id=notice.bureau_id,
        notice=notice,
        at=now,
        by=by.officer,
        by_label=by.label,
        finding=str(report.finding),
        facts=report.facts.strip(),
        handled=report.handled.strip(),
        evidence=report.evidence.strip(),
        no_file_reason="" if report.pieces else checked_text(report.no_file_reason, MAX_LINE),
    )
    files = [
        ReportFile.objects.create(
            bureau_id=notice.bureau_id, report=row, words=words, file=file
        )
        for words, file in keep_pieces(notice.bureau_id, report.pieces, now)
    ]
    if notice.report_clock is not None:
        stop_clock(clock=notice.report_clock, at=now, reason=Reason("clocks.reported"), now=now)
    advance_incident_of(notice, Move.RECORD_FINDING, by.audit_actor(), now)
    record(
        notice,
        "notice.reported",
        by,
        now,
        unit=notice.unit.name,
        finding=str(report.finding),
        files=len(files),
        hashes=[piece.file.sha256 for piece in files],
        no_file=row.no_file_reason,
        hash=report_hash(row),
    )
    return row
