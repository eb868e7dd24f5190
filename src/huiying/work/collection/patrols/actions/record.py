"""巡查登记: record what a patrol found, or why there was none.

In:   a plan, the time of one of its slots.    Out:  one row a slot, whoever is first.
Cost: two writes and a record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.time.patrols import SlotState, slot_at
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.patrols.models import Patrol, PatrolPlan, PatrolResult
from huiying.work.collection.patrols.queries import rhythm_of


def record_patrol(
    *,
    plan: PatrolPlan,
    at: datetime,
    result: PatrolResult,
    note: str,
    officer: Officer,
    now: datetime,
) -> Patrol:
    """Record one slot.

    Raises:
        Refused: If the plan has no such slot, it cannot be done now, a note is missing,
            or somebody recorded it already.
    """
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
    if result != PatrolResult.NOTHING and not note.strip():
        raise Refused(_("请填写发现情况，或未巡查的原因。"))
    try:
        with transaction.atomic():
            return _store(plan, at, result, masked_text(note.strip())[:400], officer, now)
    except IntegrityError as error:
        raise Refused(_("本次巡查已登记。")) from error


def _store(
    plan: PatrolPlan,
    at: datetime,
    result: PatrolResult,
    note: str,
    officer: Officer,
    now: datetime,
) -> Patrol:
    patrol = Patrol.objects.create(
        bureau_id=plan.bureau_id,
        plan=plan,
        slot_at=at,
        result=result,
        note=note,
        at=now,
        by=officer,
    )
    record(
        plan,
        "patrol.recorded",
        officer,
        now,
        slot=at.astimezone(LOCAL).strftime("%m-%d %H:%M"),
        result=str(result),
        note=note,
    )
    return patrol
