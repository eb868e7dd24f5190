"""The notice clock of Article 4(3), the 48 hours of the first answer, 5 and 24 of an emergency.

In:   a candidate or an incident, a grade.    Out:  running clocks with their legal basis.
Cost: one clock, its first holder and its ladder; those of many candidates go together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.base.clocks.actions.start import (
    ClockSubject,
    Hold,
    Holder,
    start_clock,
    start_clocks,
)
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.deadlines import (
    EMERGENCY_PRESS,
    EMERGENCY_RESPONSE,
    FIRST_RESPONSE,
    notice_rule,
)
from huiying.policy.grading import Grade
from huiying.work.incidents.models import Candidate, Incident

NOTICE, RESPONSE, PRESS = "notice", "response", "press"
DESK = Holder("值班员")
SYSTEM = "系统"


def subject_of(
    incident: Incident, *, grade: int | None = None, proposed: bool = False
) -> ClockSubject:
    """Return how a clock names an incident."""
    return ClockSubject(
        "incident", incident.number, incident.title, grade or incident.grade, proposed
    )


def subject_of_candidate(row: Candidate) -> ClockSubject:
    """Return how a clock names a candidate."""
    return ClockSubject(
        "candidate", str(row.event_id), row.title, row.proposed_grade, proposed=True
    )


def start_for_candidates(rows: Sequence[Candidate], *, now: datetime) -> None:
    """Start the 30 minutes of candidates of a bureau that the machine proposes as 重大.

    A candidate that became an incident starts the clock of that. The rows are not stored.
    """
    for row in rows:
        row.major_since = now
        if row.incident is not None:
            start_for_incident(
                row.incident, grade=Grade.MAJOR, starts_at=now, proposed=True, now=now
            )
    alone = [row for row in rows if row.incident is None]
    if not alone:
        return
    bureau_id = alone[0].bureau_id
    book = book_of(bureau_id, now)
    clocks = start_clocks(
        bureau_id=bureau_id,
        kind=NOTICE,
        name="通报",
        rule=notice_rule(book, Grade.MAJOR, negative=True),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(bureau_id),
        subjects=[subject_of_candidate(row) for row in alone],
        holder=DESK,
    )
    for row, clock in zip(alone, clocks, strict=True):
        row.notice_clock = clock


def start_for_incident(
    incident: Incident,
    *,
    grade: Grade,
    starts_at: datetime,
    now: datetime,
    proposed: bool = False,
    holder: Holder = DESK,
) -> Clock:
    """Start the notice clock of a grade; the earlier one keeps its own result."""
    book = book_of(incident.bureau_id, now)
    clock = start_clock(
        bureau_id=incident.bureau_id,
        kind=NOTICE,
        name="通报",
        rule=notice_rule(book, grade, incident.negative),
        rule_version=str(book.version),
        starts_at=starts_at,
        calendar=calendar_of(incident.bureau_id),
        subject=subject_of(incident, grade=int(grade), proposed=proposed),
        holder=holder,
        earlier=[Hold(SYSTEM, starts_at, now)] if starts_at < now else [],
        now=now,
    )
    incident.notice_clock = clock
    incident.save(update_fields=["notice_clock"])
    return clock


def start_response(incident: Incident, *, now: datetime) -> Clock:
    """Start the 48 hours of the first public answer, at discovery (国办发〔2016〕61号)."""
    clock = _start_answer(incident, FIRST_RESPONSE, "回应", now)
    incident.response_clock = clock
    incident.save(update_fields=["response_clock"])
    return clock


def start_emergency(incident: Incident, *, now: datetime) -> Clock:
    """Start the 5 hours of a grave emergency event, and the 24 of a press conference.

    Both begin at discovery (国办发〔2016〕80号); the second is of a kind of its own, because no
    answer on a page stops it.

    Returns:
        The clock of the 5 hours.
    """
    _start_answer(incident, EMERGENCY_PRESS, "新闻发布会", now, kind=PRESS)
    clock = _start_answer(incident, EMERGENCY_RESPONSE, "权威信息发布", now)
    incident.emergency_clock = clock
    incident.save(update_fields=["emergency_clock"])
    return clock


def _start_answer(
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
        subject=subject_of(incident),
        holder=Holder("新闻发言人"),
        now=now,
    )
