"""What follows from a severity of the emergency event: its row, its clocks, its record.

In:   an incident, the terms of a severity.    Out:  the severity and the kind stand.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import ClockState
from huiying.base.clocks.queries import running_clocks
from huiying.base.counters.actions.count import counted
from huiying.policy.grading.severity import Severity
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import PRESS, start_emergency_clocks
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import SeverityDecision
from huiying.work.incidents.grading.record_decision import record_decision


def apply_severity(
    incident: Incident,
    terms: Mapping[str, Any],
    *,
    officer: Officer,
    second: Officer | None,
    now: datetime,
) -> None:
    """Let a severity stand: its row, its clocks, the record.

    Terms that waited since before there were kinds name none: that of the incident stays.
    """
    before = Severity(incident.severity)
    incident.severity = Severity(terms["level"])
    incident.event_kind = terms.get("event_kind", incident.event_kind)
    with counted(incident.bureau_id, Incident, [incident.pk]):
        incident.save(update_fields=["severity", "event_kind"])
    SeverityDecision.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        at=now,
        by=officer,
        level=terms["level"],
        event_kind=incident.event_kind,
        proposed_kind=terms.get("proposed_kind", ""),
        kind_phrase=terms.get("kind_phrase", ""),
        proposed_level=terms["proposed"],
        phrase=terms["phrase"],
        reason=terms["reason"],
        second=second,
    )
    _change_clock(incident, before, now)
    record_decision(
        incident,
        "incident.severity",
        "incident.severity_signed",
        officer=officer,
        second=second,
        now=now,
        from_level=str(before),
        level=terms["level"],
        event_kind=incident.event_kind,
        proposed=terms["proposed"],
        reason=terms["reason"],
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
