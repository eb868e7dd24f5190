"""What follows from a response value: its row, its clocks, its record.

In:   an incident, the terms of a value.    Out:  the value stands.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import (
    DutyGround,
    ResponseValue,
    keeps_response_clock,
)
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.deadlines import WITHHOLDING_REVIEW
from huiying.reasons.marking import marked
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import (
    VALUE_REVIEW,
    incident_clock_subject,
    start_response_clock,
)
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import ValueDecision
from huiying.work.incidents.grading.record_decision import record_decision


def apply_value(
    incident: Incident,
    terms: Mapping[str, Any],
    *,
    officer: Officer,
    second: Officer | None,
    now: datetime,
) -> None:
    """Let a response value stand: its row, its clocks, the record."""
    value = ResponseValue(terms["value"])
    grounds = [DutyGround(name) for name in terms["grounds"]]
    incident.response_value = value
    incident.save(update_fields=["response_value"])
    _end_reviews(incident, now)
    row = ValueDecision.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        at=now,
        by=officer,
        value=value,
        grounds=terms["grounds"],
        no_answer=terms.get("no_answer", ""),
        harm=terms.get("harm", ""),
        reason=terms["reason"],
        second=second,
    )
    if second is not None:
        day = date.fromisoformat(terms["review_on"])
        row.review_clock = _start_review_clock(incident, day, now)
        row.save(update_fields=["review_clock"])
    goes_on = keeps_response_clock(value, grounds, Grade(incident.grade_in_force))
    _change_clock(incident, goes_on=goes_on, now=now)
    record_decision(
        incident,
        "incident.value",
        "incident.value_signed",
        officer=officer,
        second=second,
        now=now,
        **terms,
    )


def _end_reviews(incident: Incident, now: datetime) -> None:
    rows = ValueDecision.objects.filter(
        incident=incident, review_clock__state=ClockState.RUNNING
    ).select_related("review_clock")
    for row in rows:
        if row.review_clock is not None:
            stop_clock(
                clock=row.review_clock,
                at=now,
                reason=Reason("clocks.withholding_reviewed"),
                now=now,
            )


def _start_review_clock(incident: Incident, day: date, now: datetime) -> Clock:
    """Start the time until the decision must be made again (条例 art. 18)."""
    book = book_of(incident.bureau_id, now)
    return start_clock(
        bureau_id=incident.bureau_id,
        kind=VALUE_REVIEW,
        name=marked("不公开回应复审"),
        rule=book.deadline(WITHHOLDING_REVIEW),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(incident.bureau_id),
        subject=incident_clock_subject(incident),
        holder=Holder(code=Role.DEPUTY),
        now=now,
        due=end_of_day(day),
    )


def _change_clock(incident: Incident, *, goes_on: bool, now: datetime) -> None:
    """End the 48 hours, or start them again at discovery: they never begin later."""
    clock = incident.response_clock
    if clock is None:
        return
    if not goes_on and clock.state == ClockState.RUNNING:
        cancel_clock(clock=clock, reason=Reason("clocks.no_public_answer"), now=now)
    elif goes_on and clock.state == ClockState.CANCELLED:
        start_response_clock(incident, now=now)
