"""Read patrol slots of a bureau: past, due, coming.

In:   a bureau, a span.    Out:  slots of plans with their state and what was recorded.
Cost: two queries, whatever the number of slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from huiying.policy.time.patrols import EARLY, LONGEST, PatrolSchedule, Slot, SlotState, slots
from huiying.policy.time.spans import Span
from huiying.policy.time.zone import DAY
from huiying.work.collection.patrols.models import Patrol, PatrolPlan, PatrolResult


@dataclass(frozen=True, slots=True)
class PatrolSlot:
    """One slot of a plan: how it stands, and what was recorded."""

    plan: PatrolPlan
    slot: Slot
    state: SlotState
    patrol: Patrol | None


def rhythm_of(plan: PatrolPlan) -> PatrolSchedule:
    """Return a plan's rhythm as the policy reads it."""
    return PatrolSchedule(
        times=tuple(time.fromisoformat(text) for text in plan.times),
        weekdays=frozenset(plan.weekdays),
        grace=timedelta(minutes=plan.grace_minutes),
        since=plan.since,
        until=plan.until,
    )


def plans_of(bureau_id: int) -> QuerySet[PatrolPlan]:
    """Return the plans that run."""
    return PatrolPlan.objects.filter(bureau_id=bureau_id, until__isnull=True)


def slots_within(bureau_id: int, span: Span, now: datetime) -> list[PatrolSlot]:
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
        _patrol_slot(plan, slot, recorded.get((plan.pk, slot.at)), now)
        for plan in plans.exclude(ended_before)
        for slot in slots(rhythm_of(plan), span)
    ]
    return sorted(looks, key=lambda look: (look.slot.at, look.plan.name), reverse=True)


def open_slots(bureau_id: int, now: datetime) -> list[PatrolSlot]:
    """Return what can be done now and the next one to come, the oldest first."""
    looks = slots_within(bureau_id, Span(now - LONGEST, now + EARLY + DAY), now)[::-1]
    due = [look for look in looks if look.state.open]
    coming = [look for look in looks if look.state is SlotState.COMING]
    return due + coming[:1]


def _patrol_slot(
    plan: PatrolPlan, slot: Slot, patrol: Patrol | None, now: datetime
) -> PatrolSlot:
    explained = patrol is not None and patrol.result == PatrolResult.EXPLAINED
    done_at = patrol.at if patrol is not None and not explained else None
    return PatrolSlot(plan, slot, slot.state(done_at, now), patrol)
