"""The clocks of an incident: notice, first answer, emergency.

In:   an incident, a grade.    Out:  running clocks with their legal basis.
Cost: one clock, its first holder and its ladder.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.add_steps import add_steps
from huiying.base.clocks.actions.start import ClockSubject, Holder, PastHold, start_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import SYSTEM, Clock, ClockState
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import (
    EMERGENCY_PRESS,
    EMERGENCY_RESPONSE,
    FIRST_RESPONSE,
    notice_rule,
)
from huiying.policy.time.ladder import MAJOR_RUNGS
from huiying.reasons.marking import marked
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.models import Incident

NOTICE, RESPONSE, PRESS = "notice", "response", "press"
VALUE_REVIEW = "value_review"  # when "no answer" must be decided again


DUTY_DESK = Holder(code=Role.DUTY_OFFICER)


def incident_clock_subject(
    incident: Incident, *, grade: int | None = None, proposed: bool = False
) -> ClockSubject:
    """Return how a clock names an incident."""
    return ClockSubject(
        "incident", incident.number, incident.title, grade or incident.grade_in_force, proposed
    )


def start_notice_clock(
    incident: Incident,
    *,
    grade: Grade,
    starts_at: datetime,
    now: datetime,
    proposed: bool = False,
    holder: Holder = DUTY_DESK,
    known: bool = False,
) -> Clock:
    """Start the notice clock of a grade; the earlier one keeps its own result.

    Args:
        known: The holder knew of the matter from ``starts_at`` on; else the time before now
            was the system's.
    """
    clock = new_notice_clock(
        incident,
        grade=grade,
        starts_at=starts_at,
        now=now,
        proposed=proposed,
        holder=holder,
        known=known,
    )
    incident.notice_clock = clock
    incident.save(update_fields=["notice_clock"])
    return clock


def new_notice_clock(
    incident: Incident,
    *,
    grade: Grade,
    starts_at: datetime,
    now: datetime,
    proposed: bool = False,
    holder: Holder = DUTY_DESK,
    known: bool = False,
) -> Clock:
    """Start a notice clock beside that of the incident; arguments as ``start_notice_clock``."""
    system = [PastHold(Holder(code=SYSTEM), starts_at, now)]
    book = book_of(incident.bureau_id, now)
    return start_clock(
        bureau_id=incident.bureau_id,
        kind=NOTICE,
        name="通报",
        rule=notice_rule(book, grade, incident.negative),
        rule_version=str(book.version),
        starts_at=starts_at,
        calendar=calendar_of(incident.bureau_id),
        subject=incident_clock_subject(incident, grade=int(grade), proposed=proposed),
        holder=holder,
        earlier=system if starts_at < now and not known else [],
        now=now,
    )


def stop_merged_notice(
    clock: Clock | None, *, grade: int, into: Incident, into_grade: int, now: datetime
) -> None:
    """Stop the notice clock of what is merged into a matter that units know already.

    A graver one runs on: of that the units know nothing before another notice reaches them.

    Args:
        grade: That of what is merged.
        into_grade: That of the matter before the merge.
    """
    known = into.notice_clock
    if clock is None or clock.state != ClockState.RUNNING or known is None or clock == known:
        return
    if known.state == ClockState.MET and grade <= into_grade:
        stop_clock(clock=clock, at=now, reason=Reason("clocks.notified_before"), now=now)


def tell_leaders_of_major(incident: Incident, now: datetime) -> None:
    """Let deputy and leader hear at once that a matter is signed as 重大, and at half time."""
    clock = incident.notice_clock
    if incident.grade >= Grade.MAJOR and clock is not None and clock.stopped_at is None:
        add_steps(clock=clock, rungs=MAJOR_RUNGS, now=now)


def start_response_clock(incident: Incident, *, now: datetime) -> Clock:
    """Start the 48 hours of the first public answer, at discovery (国办发〔2016〕61号)."""
    clock = _start_answer_clock(incident, FIRST_RESPONSE, "回应", now)
    incident.response_clock = clock
    incident.save(update_fields=["response_clock"])
    return clock


def start_emergency_clocks(incident: Incident, *, now: datetime) -> Clock:
    """Start the 5 hours of a grave emergency event, and the 24 of a press conference.

    Both begin at discovery (国办发〔2016〕80号); the second is of a kind of its own, because no
    answer on a page stops it.

    Returns:
        The clock of the 5 hours.
    """
    _start_answer_clock(incident, EMERGENCY_PRESS, marked("新闻发布会"), now, kind=PRESS)
    clock = _start_answer_clock(incident, EMERGENCY_RESPONSE, marked("权威信息发布"), now)
    incident.emergency_clock = clock
    incident.save(update_fields=["emergency_clock"])
    return clock


def _start_answer_clock(
    incident: Incident, code: str, name: str, now: datetime, *, kind: str = RESPONSE
) -> Clock:
    book = book_of(incident.bureau_id, now)
    return start_clock(
        bureau_id=incident.bureau_id,
        kind=kind,
        name=name,
        rule=book.deadline(code),
        rule_version=str(book.version),
        starts_at=incident.discovered_at,
        calendar=calendar_of(incident.bureau_id),
        subject=incident_clock_subject(incident),
        holder=Holder(code=Role.SPOKESPERSON),
        now=now,
    )
