"""公开承诺: record a public commitment with its date, and its fulfilment.

A promise is never taken back here: it stays open until it is kept, and one that was kept late
says so for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.procedure.offline import PROMISE
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.calendar import end_of_day
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import check_due, start_dated_clock, unit_holder
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.core.text import MAX_LINE, MAX_TEXT, MAX_TITLE, mask_text
from huiying.work.casework.tasks.models import Commitment
from huiying.work.casework.tasks.steps import store_materials
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit


@transaction.atomic
def make_promise(
    *,
    incident: Incident,
    text: str,
    place: str,
    unit: Unit,
    due: date,
    officer: Officer,
    now: datetime,
) -> Commitment:
    """Put a promise on record, with a clock to the end of the day that was named.

    Raises:
        Refused: If words, place or unit are missing, the day is no day of the coming year,
            the incident was merged or dismissed, or they ask for a removal.
    """
    if unit.bureau_id != incident.bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
    if incident.stage in SET_ASIDE:
        raise Refused(_("事件已并入或排除，请记在并入的事件上。"))
    refuse_removal_request(text, place)
    words, where = mask_text(text, MAX_LINE), mask_text(place, MAX_TITLE)
    if not words or not where:
        raise Refused(_("请写明承诺的原话和公开的出处。"))
    due_at = end_of_day(due)
    check_due(due_at, now)
    row = Commitment.objects.create(
        bureau_id=incident.bureau_id,
        number=next_number(incident, "commitment", "K", now),
        incident=incident,
        text=words,
        place=where,
        unit=unit,
        due_at=due_at,
        clock=start_dated_clock(incident, PROMISE, due_at, unit_holder(unit), now),
        made_at=now,
        made_by=officer,
    )
    concern_unit(incident=incident.current, unit=unit, lead=False)
    record(row, "commitment.made", officer, now, due=due.isoformat())
    return row


@transaction.atomic
def keep_promise(
    *,
    commitment: Commitment,
    how: str,
    pieces: Sequence[FileInput],
    officer: Officer,
    now: datetime,
) -> bool:
    """Say how a promise was kept, with at least one piece of material.

    Returns:
        True if it was kept in time.

    Raises:
        Refused: If nothing is said, no material is there, or it was kept already.
    """
    words = mask_text(how, MAX_TEXT)
    if not words:
        raise Refused(_("请填写兑现情况。"))
    if not pieces:
        raise Refused(_("兑现须有材料：照片、单据或结果截图。"))
    rows = Commitment.objects.filter(pk=commitment.pk, fulfilled_at__isnull=True)
    if rows.update(fulfilled_at=now, fulfilled_by=officer, how=words) != 1:
        raise Refused(_("这项承诺已登记兑现。"))
    commitment.refresh_from_db()
    stored = store_materials(commitment, pieces, now)
    stop_clock(clock=commitment.clock, at=now, reason=Reason("clocks.fulfilled"), now=now)
    data = {"late": commitment.late, "hashes": [row.file.sha256 for row in stored]}
    record(commitment, "commitment.kept", officer, now, **data)
    return not commitment.late
