"""巡查登记: record which places a patrol looked at and what it found, or why there was none.

In:   a plan, the time of one of its slots, the places that were ticked.
Out:  one row a slot, whoever is first, and one for each place that was looked at.
Cost: three writes and a record.

A round with a place that nobody looked at is never one without findings: it is partly done.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.time.patrols import SlotState, slot_at
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.patrols.models import Patrol, PatrolPlan, PatrolResult, PlaceLook
from huiying.work.collection.patrols.queries import findings_of, rhythm_of


def record_patrol(
    *,
    plan: PatrolPlan,
    at: datetime,
    result: PatrolResult,
    note: str,
    officer: Officer,
    now: datetime,
    looked: Collection[int] | None = None,
) -> Patrol:
    """Record one slot.

    Args:
        result: ``NOTHING`` becomes ``FOUND`` where posts were entered in this round, else
            ``PARTLY`` where a place was not looked at.
        looked: Keys of the places that were looked at; None = all of them.

    Raises:
        Refused: If the plan has no such slot, it cannot be done now, a note is missing,
            or somebody recorded it already.
    """
    _check(plan, at, result, note, now)
    places = set(plan.places.values_list("pk", flat=True))
    looked_at = places if looked is None else places & set(looked)
    outcome = _Outcome(result, masked_text(note.strip())[:400], None, ())
    if result != PatrolResult.EXPLAINED:
        if not looked_at and places:
            raise Refused(_("未勾选任何一处。请逐处打开查看并勾选；未巡查的不得登记为已巡查。"))
        outcome = _looked(outcome, plan, at, places, looked_at)
    try:
        with transaction.atomic():
            return _store(plan, at, outcome, officer, now)
    except IntegrityError as error:
        raise Refused(_("本次巡查已登记。")) from error


def _check(
    plan: PatrolPlan, at: datetime, result: PatrolResult, note: str, now: datetime
) -> None:
    """Refuse what cannot be recorded of a slot now."""
    slot = slot_at(rhythm_of(plan), at)
    if slot is None:
        raise Refused(_("该安排无此次巡查。"))
    state = slot.state(None, now)
    if result == PatrolResult.EXPLAINED:
        if state is not SlotState.MISSED:
            raise Refused(_("本次巡查尚在时限内，无需说明。"))
    elif state is SlotState.COMING:
        raise Refused(_("未到本次巡查时间。"))
    elif not state.open:
        raise Refused(_("本次已漏巡，不得补登为已巡查；可填写原因。"))
    if result in (PatrolResult.FOUND, PatrolResult.EXPLAINED) and not note.strip():
        raise Refused(_("请填写发现情况，或未巡查的原因。"))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a round came to; ``unseen`` is None where nobody looked."""

    result: PatrolResult
    note: str
    unseen: int | None
    looked_at: Collection[int]


def _looked(
    outcome: _Outcome, plan: PatrolPlan, at: datetime, places: set[int], looked_at: set[int]
) -> _Outcome:
    """Return the outcome of a round in which somebody looked."""
    result, unseen = outcome.result, len(places - looked_at)
    if findings_of(plan, at):
        result = PatrolResult.FOUND
    elif unseen and result == PatrolResult.NOTHING:
        result = PatrolResult.PARTLY
    elif not unseen and result == PatrolResult.PARTLY:
        result = PatrolResult.NOTHING
    return replace(outcome, result=result, unseen=unseen, looked_at=looked_at)


def _store(
    plan: PatrolPlan, at: datetime, outcome: _Outcome, officer: Officer, now: datetime
) -> Patrol:
    patrol = Patrol.objects.create(
        bureau_id=plan.bureau_id,
        plan=plan,
        slot_at=at,
        result=outcome.result,
        note=outcome.note,
        unseen=outcome.unseen,
        at=now,
        by=officer,
    )
    PlaceLook.objects.bulk_create(
        PlaceLook(bureau_id=plan.bureau_id, patrol=patrol, place_id=place)
        for place in sorted(outcome.looked_at)
    )
    record(
        plan,
        "patrol.recorded",
        officer,
        now,
        slot=at.astimezone(LOCAL).strftime("%m-%d %H:%M"),
        result=str(outcome.result),
        note=outcome.note,
        unseen=outcome.unseen,
    )
    return patrol
