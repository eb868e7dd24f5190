"""Start a clock: the deadline, its first holder, its ladder of reminders.

In:   a rule of the book, when it starts, what it is about, who holds it.
Out:  a running clock that keeps amount, basis, standing and rule version of its start.
Cost: one insert each for clocks, holds and steps, also for several that start together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.clocks.models import Clock, ClockHold, ClockStep
from huiying.policy.time.calendar import WorkingCalendar
from huiying.policy.time.deadlines import DaysUsed, DeadlineRule, days_used, due_at
from huiying.reasons.marking import marked

MANUAL = marked("约定日期")  # the amount of a clock whose end a person set


@dataclass(frozen=True, slots=True)
class ClockSubject:
    """What a clock is about, as the board shows it; the clock knows nothing else of it."""

    kind: str  # "candidate", "incident", …
    ref: str  # public number, unique in the bureau
    label: str
    grade: int | None = None  # 1 一般 … 4 特别重大; None = no grade
    proposed: bool = False  # the grade is the machine's, not yet an officer's


@dataclass(frozen=True, slots=True)
class Holder:
    """In whose hands the time runs: a unit, team or officer by name, or a role by its code."""

    name: str = ""
    unit: Unit | None = None
    officer: Officer | None = None
    code: str = ""  # a ``Role``, ``SYSTEM`` or ``AWAITING_DELIVERY``; "" = the name says it

    def columns(self) -> dict[str, str]:
        """Return it as columns of a clock and of a line of the minute ledger."""
        return {"holder_code": str(self.code), "holder_name": self.name}


@dataclass(frozen=True, slots=True)
class PastHold:
    """An earlier stretch of the clock in somebody's hands (``from_at`` ≤ ``to_at``)."""

    holder: Holder
    from_at: datetime
    to_at: datetime


def start_clock(
    *,
    bureau_id: int,
    kind: str,
    name: str,
    rule: DeadlineRule,
    rule_version: str,
    starts_at: datetime,
    calendar: WorkingCalendar,
    subject: ClockSubject,
    holder: Holder,
    now: datetime,
    earlier: Sequence[PastHold] = (),
    due: datetime | None = None,
) -> Clock:
    """Start a clock at ``starts_at``, which may be in the past.

    Args:
        due: A date that a person set (an appointment, a promise); it is not counted then, and
            the rule gives name, basis and ladder alone.
        earlier: Who held the time before ``holder``, in order; ``holder`` takes over at the
            end of the last one (at ``starts_at`` if there is none).

    Raises:
        UnknownYear: If the period leads through a year whose days off are not known.
    """
    del now  # the clock runs from its start, whenever the row is written
    return start_clocks(
        bureau_id=bureau_id,
        kind=kind,
        name=name,
        rule=rule,
        rule_version=rule_version,
        starts_at=starts_at,
        calendar=calendar,
        subjects=[subject],
        holder=holder,
        earlier=earlier,
        due=due,
    )[0]


@transaction.atomic
def start_clocks(
    *,
    bureau_id: int,
    kind: str,
    name: str,
    rule: DeadlineRule,
    rule_version: str,
    starts_at: datetime,
    calendar: WorkingCalendar,
    subjects: Sequence[ClockSubject],
    holder: Holder,
    earlier: Sequence[PastHold] = (),
    due: datetime | None = None,
) -> list[Clock]:
    """Start a clock for each subject, all alike otherwise; see ``start_clock``."""
    set_by_hand = due is not None
    due = due or due_at(starts_at, rule, calendar)
    days = {} if set_by_hand else _calendar_data(days_used(starts_at, due, rule, calendar))
    clocks = Clock.objects.bulk_create(
        Clock(
            bureau_id=bureau_id,
            kind=kind,
            name=name,
            amount=MANUAL if set_by_hand else f"{rule.amount} {rule.unit.label}",
            basis=rule.basis,
            standing=str(rule.standing),
            rule_code=rule.code,
            rule_version=rule_version,
            calendar=days,
            starts_at=starts_at,
            due_at=due,
            holder_unit=holder.unit,
            holder_officer=holder.officer,
            **holder.columns(),
            **columns_of(subject),
        )
        for subject in subjects
    )
    ClockHold.objects.bulk_create(
        hold for clock in clocks for hold in _holds(clock, earlier, holder)
    )
    ClockStep.objects.bulk_create(step for clock in clocks for step in _steps(clock, rule))
    return clocks


def _calendar_data(used: DaysUsed) -> dict[str, list[str] | list[int]]:
    """Return the days a period rests on: ``off`` and ``worked`` dates, unpublished years."""
    data: dict[str, list[str] | list[int]] = {
        "off": [day.isoformat() for day in used.off],
        "worked": [day.isoformat() for day in used.worked],
        "provisional": list(used.provisional),
    }
    return {name: days for name, days in data.items() if days}


def columns_of(subject: ClockSubject) -> dict[str, object]:
    """Return a subject as columns of the clock."""
    return {
        "subject_kind": subject.kind,
        "subject_ref": subject.ref,
        "subject_label": subject.label[:200],
        "subject_grade": subject.grade,
        "subject_proposed": subject.proposed,
    }


def _holds(clock: Clock, earlier: Sequence[PastHold], holder: Holder) -> Iterator[ClockHold]:
    for hold in earlier:
        yield ClockHold(
            bureau_id=clock.bureau_id,
            clock=clock,
            from_at=hold.from_at,
            to_at=hold.to_at,
            **hold.holder.columns(),
        )
    begins = earlier[-1].to_at if earlier else clock.starts_at
    yield ClockHold(bureau_id=clock.bureau_id, clock=clock, from_at=begins, **holder.columns())


def _steps(clock: Clock, rule: DeadlineRule) -> Iterator[ClockStep]:
    """Yield the ladder; a rung in the past is left to fire at the next look."""
    length = clock.due_at - clock.starts_at
    for rung in rule.steps:
        yield ClockStep(
            bureau_id=clock.bureau_id,
            clock=clock,
            share=f"{rung.share:.2f}",
            tell=str(rung.tell),
            at=clock.starts_at + rung.share * length,
        )
