"""巡查安排: create a patrol plan, change it, end it.

In:   a bureau, a name, places, a rhythm.    Out:  a plan; to change is to begin anew.
Cost: two writes and a record.

The times that have passed keep the plan that they had: what was missed stays missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.policy.time.patrols import schedule_problem
from huiying.work.collection.patrols.models import PatrolPlace, PatrolPlan
from huiying.work.collection.patrols.place_lines import PlaceDetails, check_places


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """A plan as an officer wants it."""

    name: str
    places: Sequence[PlaceDetails]
    times: Sequence[time]
    weekdays: Sequence[int]  # Monday is 0
    grace_minutes: int


@transaction.atomic
def begin_plan(*, wanted: PlanDetails, officer: Officer, now: datetime) -> PatrolPlan:
    """Begin a plan; its first time is the next one.

    Raises:
        Refused: If a place or the rhythm cannot be, or a running plan has the same name.
    """
    plan = _begin(wanted, officer, now)
    _record("patrol.planned", plan, officer, now)
    return plan


@transaction.atomic
def change_plan(
    *, plan: PatrolPlan, wanted: PlanDetails, officer: Officer, now: datetime
) -> PatrolPlan:
    """End a plan and begin another in its place.

    Raises:
        Refused: If it was ended meanwhile, or as for ``begin_plan``.
    """
    _end(plan, now)
    changed = _begin(wanted, officer, now)
    _record("patrol.replanned", changed, officer, now)
    return changed


@transaction.atomic
def end_plan(*, plan: PatrolPlan, officer: Officer, now: datetime) -> None:
    """End a plan; what was recorded stays.

    Raises:
        Refused: If it was ended meanwhile.
    """
    _end(plan, now)
    _record("patrol.ended", plan, officer, now)


def _begin(wanted: PlanDetails, officer: Officer, now: datetime) -> PatrolPlan:
    name = wanted.name.strip()
    check_places(
        wanted.places,
        platforms=book_of(officer.bureau_id, now).platforms,
        district=officer.bureau.district,
    )
    times = sorted(set(wanted.times))
    weekdays = sorted(set(wanted.weekdays))
    if problem := schedule_problem(times, weekdays, timedelta(minutes=wanted.grace_minutes)):
        raise Refused(_(problem))
    # A name is free again when its plan ends, so no constraint holds it: one asks at a time.
    lock_row(Bureau, officer.bureau_id, referable=True)
    running = PatrolPlan.objects.filter(bureau_id=officer.bureau_id, until__isnull=True)
    if running.filter(name=name).exists():
        raise Refused(_("已有名为“%(name)s”的巡查安排。") % {"name": name})
    plan = PatrolPlan.objects.create(
        bureau_id=officer.bureau_id,
        name=name,
        times=[each.strftime("%H:%M") for each in times],
        weekdays=weekdays,
        grace_minutes=wanted.grace_minutes,
        since=now,
    )
    PatrolPlace.objects.bulk_create(
        PatrolPlace(
            bureau_id=plan.bureau_id,
            plan=plan,
            position=position,
            name=place.name,
            url=place.url,
            platform=place.platform,
        )
        for position, place in enumerate(wanted.places, 1)
    )
    return plan


def _end(plan: PatrolPlan, now: datetime) -> None:
    running = PatrolPlan.objects.filter(pk=plan.pk, until__isnull=True)
    if running.update(until=now) != 1:
        raise Refused(_("巡查安排已被他人更新或停用，本次操作未执行。请刷新后查看。"))


def _record(verb: str, plan: PatrolPlan, officer: Officer, now: datetime) -> None:
    places = plan.places.count()
    record(plan, verb, officer, now, times=plan.times, weekdays=plan.weekdays, places=places)
