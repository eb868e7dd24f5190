"""Claim the steps of clocks that have come due: reminders, escalations, breaches.

In:   the moment.    Out:  what is now this caller's to act upon, and nobody else's.
Cost: one indexed query and one conditional UPDATE per claim.

Claim and act in one transaction: a crash then gives the claim back, and a job that runs twice
acts once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiying.base.clocks.models import Clock, ClockStep
from huiying.base.clocks.queries import due_steps, unmarked_breaches


@transaction.atomic
def claim_due_steps(
    *, now: datetime, limit: int = 500, clock_id: int | None = None
) -> list[ClockStep]:
    """Claim rungs that are due on running clocks, oldest first.

    Args:
        limit: At most so many, at least 1.
        clock_id: Only the rungs of one clock; None = of all bureaus.
    """
    due = due_steps(now).select_related("clock__holder_unit")
    if clock_id is not None:
        due = due.filter(clock_id=clock_id)
    return [step for step in due[:limit] if _claim(step, now)]


def claim_breach(*, clock: Clock, now: datetime) -> bool:
    """Mark one running clock as late at its due time; True for the one caller that did."""
    late = unmarked_breaches(now).filter(pk=clock.pk)
    return late.order_by().update(breached_at=F("due_at")) == 1


@transaction.atomic
def mark_breaches(*, now: datetime) -> int:
    """Mark every running clock past its due time as late; return how many were new."""
    return unmarked_breaches(now).order_by().update(breached_at=F("due_at"))


def _claim(step: ClockStep, now: datetime) -> bool:
    """Claim one rung by its own columns alone; stopping a clock parks its rungs.

    A condition on the clock would become a sub-query, which PostgreSQL does not look at again
    after waiting for another worker: both would claim.
    """
    waiting = ClockStep.objects.filter(
        pk=step.pk, fired_at__isnull=True, parked_at__isnull=True
    )
    return waiting.update(fired_at=now) == 1
