"""反馈: a unit reports what it found and what it did offline (Art. 5, 7)."""

from __future__ import annotations

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
from huiying.work.casework.notices.delivery import advance_incident_of
from huiying.work.casework.notices.models import Notice, NoticeState, UnitReport


@transaction.atomic
def report_back(
    *,
    notice: Notice,
    finding: Finding,
    facts: str,
    handled: str,
    evidence: str,
    officer: Officer,
    now: datetime,
) -> UnitReport:
    """Keep a report; a further report is a new row, none is changed.

    Raises:
        Refused: If the officer is not of the unit, the notice is not signed, or the facts
            are missing.
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
    )
    if notice.report_clock is not None:
        stop_clock(clock=notice.report_clock, at=now, reason=Reason("clocks.reported"), now=now)
    advance_incident_of(notice, Move.RECORD_FINDING, officer.audit_actor(), now)
    record(notice, "notice.reported", officer, now, unit=notice.unit.name, finding=str(finding))
    return report
