"""Apply other periods to clocks of the past: which would have been due when.

In:   two rule books, a moment since when.    Out:  counts and the clocks whose result differs.
Cost: one query over at most ``LIMIT`` clocks, none when no period changed.  Changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.time.calendar import WorkingCalendar
from huiying.policy.time.deadlines import due_at

LIMIT: Final = 20_000  # clocks, the newest


@dataclass(frozen=True, slots=True)
class ChangedOutcome:
    """A clock that would have been late under one book and in time under the other."""

    subject_kind: str
    subject_ref: str
    subject_label: str
    name: str
    late: bool  # by the new book


@dataclass(slots=True)
class DeadlineTrial:
    """What other periods would have meant for clocks that were started."""

    clocks: int = 0  # that fall under a period that changed
    shorter: int = 0
    longer: int = 0
    flips: list[ChangedOutcome] = field(default_factory=list)
    complete: bool = True


def try_deadlines(
    *,
    bureau_id: int,
    old: RuleBook,
    new: RuleBook,
    calendar: WorkingCalendar,
    since: datetime,
    now: datetime,
) -> DeadlineTrial:
    """Compute both due times of every clock started since, from the same start.

    A running clock is compared by how it stands now; a cancelled one asked for nothing, and one
    that stood for a while is left out.
    """
    trial = DeadlineTrial()
    changed = [
        code
        for code, rule in new.deadlines.items()
        if code in old.deadlines and _length(old, code) != (rule.amount, rule.unit)
    ]
    if not changed:
        return trial
    rows = Clock.objects.filter(
        bureau_id=bureau_id, rule_code__in=changed, starts_at__gte=since, pauses__isnull=True
    ).exclude(state=ClockState.CANCELLED)
    for clock in rows.order_by("-starts_at", "-pk")[: LIMIT + 1].iterator():
        if trial.clocks == LIMIT:
            trial.complete = False
            break
        before = due_at(clock.starts_at, old.deadline(clock.rule_code), calendar)
        after = due_at(clock.starts_at, new.deadline(clock.rule_code), calendar)
        trial.clocks += 1
        trial.shorter += after < before
        trial.longer += after > before
        end = clock.stopped_at or now
        if (end > before) != (end > after):
            trial.flips.append(
                ChangedOutcome(
                    clock.subject_kind,
                    clock.subject_ref,
                    clock.subject_label,
                    clock.name,
                    late=end > after,
                )
            )
    return trial


def _length(book: RuleBook, code: str) -> tuple[int, str]:
    rule = book.deadline(code)
    return rule.amount, rule.unit
