"""突发事件级别: an officer sets an incident's severity on the legal scale, or removes it.

In:   an incident, a level, a reason when the texts do not state it.
Out:  a decision row; 特别重大 and 重大 start 5 hours to speak and 24 to meet the press.
Cost: a few writes.

The machine only proposes, from numbers that posts state; it plays no part in the opinion grade.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import ClockState
from huiying.base.clocks.queries import running_clocks
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.severity import Severity
from huiying.reasons.reason import Reason
from huiying.work.incidents.assessment.casualties import read_casualties
from huiying.work.incidents.core.clocks import PRESS, start_emergency_clocks
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.grading.models import SeverityDecision


@transaction.atomic
def decide_severity(
    *,
    incident: Incident,
    level: Severity,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Sign the severity of the emergency event; what the posts state is kept beside it.

    Raises:
        Refused: If the level is signed already, or differs from what the posts state and
            no reason is given.
        Stale: If the incident changed since ``revision``.
    """
    proposal = read_casualties(incident.bureau_id, event_ids_of(incident)).casualties.severity
    proposed = proposal.level if proposal else ""
    before = Severity(incident.severity)
    signed = incident.severity_decisions.exists()
    if level != proposed and not reason.strip():
        raise Refused(_("级别与帖文所述不同，请写明理由。"))
    if level == before and (signed or before):
        raise Refused(_("级别没有变化。"))
    if not claim_row(incident, revision, {"severity": level}, severity=before):
        raise Stale(_("这个事件刚被别人改过。级别没有改，请看过新内容再定。"))
    SeverityDecision.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        at=now,
        by=officer,
        level=level,
        proposed_level=proposed,
        phrase=proposal.phrase if proposal else "",
        reason=masked_text(reason.strip())[:400],
    )
    _change_clock(incident, before, now)
    record(
        incident,
        "incident.severity",
        officer,
        now,
        from_level=str(before),
        level=str(level),
        proposed=proposed,
        reason=reason.strip(),
    )


def _change_clock(incident: Incident, before: Severity, now: datetime) -> None:
    """Start the 5 hours, or take them off; what was said in public already counts."""
    level, clock = Severity(incident.severity), incident.emergency_clock
    if level.grave == before.grave:
        return
    if not level.grave:
        reason = Reason("clocks.no_major_emergency")
        if clock is not None and clock.state == ClockState.RUNNING:
            cancel_clock(clock=clock, reason=reason, now=now)
        for press in running_clocks(incident.bureau_id).filter(
            kind=PRESS, subject_ref=incident.number
        ):
            cancel_clock(clock=press, reason=reason, now=now)
        return
    started = start_emergency_clocks(incident, now=now)
    answer = incident.response_clock
    if answer is not None and answer.state == ClockState.MET and answer.stopped_at is not None:
        stop_clock(
            clock=started, at=answer.stopped_at, reason=Reason("clocks.published"), now=now
        )
