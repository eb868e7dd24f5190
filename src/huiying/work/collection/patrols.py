"""Ask what the patrols of a bureau were, are and will be.

In:   a bureau, a span.    Out:  looks: a slot of a plan with its state and what was recorded.
Cost: two queries, whatever the number of slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from huiying.policy.calendar import DAY
from huiying.policy.patrols import EARLY, LONGEST, Rhythm, Slot, SlotState, slots
from huiying.policy.roster import Span
from huiying.work.collection.models import Patrol, PatrolPlan, PatrolResult

__all__ = [
    "Look",
    "Patrol",
    "PatrolPlan",
    "PatrolResult",
    "looks_within",
    "open_looks",
    "plans_of",
    "rhythm_of",
]


@dataclass(frozen=True, slots=True)
class Look:
    """One slot of a plan: how it stands, and what was recorded."""

    plan: PatrolPlan
    slot: Slot
    state: SlotState
    patrol: Patrol | None


def rhythm_of(plan: PatrolPlan) -> Rhythm:
    """Return a plan's rhythm as the policy reads it."""
    return Rhythm(
        times=tuple(time.fromisoformat(text) for text in plan.times),
        weekdays=frozenset(plan.weekdays),
        grace=timedelta(minutes=plan.grace_minutes),
        since=plan.since,
        until=plan.until,
    )


def plans_of(bureau_id: int) -> QuerySet[PatrolPlan]:
    """Return the plans that run."""
    return PatrolPlan.objects.filter(bureau_id=bureau_id, until__isnull=True)


def looks_within(bureau_id: int, span: Span, now: datetime) -> list[Look]:
    """Return every look whose time lies in a span, the newest first."""
    ended_before = Q(until__lte=span.starts_at)
    plans = PatrolPlan.objects.filter(bureau_id=bureau_id, since__lt=span.ends_at)
    recorded = {
        (row.plan_id, row.slot_at): row
        for row in Patrol.objects.filter(
            bureau_id=bureau_id, slot_at__gte=span.starts_at, slot_at__lt=span.ends_at
        ).select_related("by")
    }
    looks = [
        _look(plan, slot, recorded.get((plan.pk, slot.at)), now)
        for plan in plans.exclude(ended_before)
        for slot in slots(rhythm_of(plan), span)
    ]
    return sorted(looks, key=lambda look: (look.slot.at, look.plan.name), reverse=True)


def open_looks(bureau_id: int, now: datetime) -> list[Look]:
    """Return what can be done now and the next one to come, the oldest first."""
    looks = looks_within(bureau_id, Span(now - LONGEST, now + EARLY + DAY), now)[::-1]
    due = [look for look in looks if look.state.open]
    coming = [look for look in looks if look.state is SlotState.COMING]
    return due + coming[:1]


def _look(plan: PatrolPlan, slot: Slot, patrol: Patrol | None, now: datetime) -> Look:
    explained = patrol is not None and patrol.result == PatrolResult.EXPLAINED
    done_at = patrol.at if patrol is not None and not explained else None
    return Look(plan, slot, slot.state(done_at, now), patrol)
