"""Read patrol slots of a bureau: past, due, coming.

In:   a bureau, a span.    Out:  slots of plans with their state and what was recorded.
Cost: three queries, whatever the number of slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from huiying.policy.time.patrols import (
    EARLY,
    LONGEST,
    PatrolSchedule,
    Slot,
    SlotState,
    slot_at,
    slots,
)
from huiying.policy.time.spans import Span
from huiying.policy.time.zone import DAY
from huiying.work.collection.patrols.models import (
    Patrol,
    PatrolFinding,
    PatrolPlace,
    PatrolPlan,
    PatrolResult,
    PlaceLook,
)


@dataclass(frozen=True, slots=True)
class PatrolSlot:
    """One slot of a plan: how it stands, and what was recorded."""

    plan: PatrolPlan
    slot: Slot
    state: SlotState
    patrol: Patrol | None

    @property
    def places(self) -> list[PatrolPlace]:
        """Return the places of its plan, in their order."""
        return list(self.plan.places.all())


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
    rows = PatrolPlan.objects.filter(bureau_id=bureau_id, until__isnull=True)
    return rows.prefetch_related("places")


def slots_within(bureau_id: int, span: Span, now: datetime) -> list[PatrolSlot]:
    """Return every look whose time lies in a span, the newest first."""
    ended_before = Q(until__lte=span.starts_at)
    plans = PatrolPlan.objects.filter(bureau_id=bureau_id, since__lt=span.ends_at)
    plans = plans.prefetch_related("places")
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


@dataclass(frozen=True, slots=True)
class PlaceState:
    """A place of a round: whether it was looked at, and how many posts were entered from it.

    ``looked`` is None while the round is not recorded, and of one that had no ticks.
    """

    place: PatrolPlace
    looked: bool | None
    findings: int


def round_of(plan: PatrolPlan, at: datetime, now: datetime) -> PatrolSlot | None:
    """Return the slot of a plan at a moment; None if it has none then."""
    slot = slot_at(rhythm_of(plan), at)
    if slot is None:
        return None
    rows = Patrol.objects.filter(plan=plan, slot_at=at).select_related("by")
    return _patrol_slot(plan, slot, rows.first(), now)


def places_of_round(look: PatrolSlot) -> list[PlaceState]:
    """Return the places of a round in their order; three queries."""
    plan, patrol = look.plan, look.patrol
    ticked = patrol is not None and patrol.unseen is not None
    rows = PlaceLook.objects.filter(patrol=patrol) if ticked else PlaceLook.objects.none()
    looked = set(rows.values_list("place_id", flat=True))
    found = findings_of(plan, look.slot.at)
    return [
        PlaceState(place, place.pk in looked if ticked else None, found.get(place.pk, 0))
        for place in plan.places.all()
    ]


def findings_of(plan: PatrolPlan, at: datetime) -> dict[int, int]:
    """Return by place how many posts were entered from it in the round of a moment."""
    rows = PatrolFinding.objects.filter(place__plan=plan, slot_at=at)
    return dict(rows.order_by().values_list("place_id").annotate(count=Count("pk")))


def _patrol_slot(
    plan: PatrolPlan, slot: Slot, patrol: Patrol | None, now: datetime
) -> PatrolSlot:
    explained = patrol is not None and patrol.result == PatrolResult.EXPLAINED
    done_at = patrol.at if patrol is not None and not explained else None
    return PatrolSlot(plan, slot, slot.state(done_at, now), patrol)
