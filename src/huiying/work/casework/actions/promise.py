"""公开承诺: what the bureau promised in public by when, and how it was kept.

In:   a text, where it was said, who keeps it, by when.    Out:  a promise that stays open.
Cost: a few writes.

A promise is never taken back here: it stays open until it is kept, and one that was kept late
says so for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer, Unit
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.stop import stop_clock
from huiying.policy.calendar import end_of_day
from huiying.policy.offline import PROMISE
from huiying.policy.stages import SET_ASIDE
from huiying.work.casework.models import Commitment
from huiying.work.casework.offline import record_commitment
from huiying.work.casework.procedure import incident_now, number_for
from huiying.work.casework.tasks import (
    LINE,
    LONG,
    TITLE,
    Piece,
    check_due,
    holder_of,
    keep_pieces,
    set_clock,
    words_of,
)
from huiying.work.incidents.actions.concern import concern_unit
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.incidents.models import Incident


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
        CannotDecide: If words, place or unit are missing, the day is no day of the coming year,
            or the incident was merged or dismissed.
    """
    if unit.bureau_id != incident.bureau_id or not unit.active:
        raise CannotDecide(_("没有这个单位。"))
    if incident.stage in SET_ASIDE:
        raise CannotDecide(_("事件已并入或排除，请记在并入的事件上。"))
    words, where = words_of(text, LINE), words_of(place, TITLE)
    if not words or not where:
        raise CannotDecide(_("请写明承诺的原话和公开的出处。"))
    due_at = end_of_day(due)
    check_due(due_at, now)
    row = Commitment.objects.create(
        bureau_id=incident.bureau_id,
        number=number_for(incident, "commitment", "K", now),
        incident=incident,
        text=words,
        place=where,
        unit=unit,
        due_at=due_at,
        clock=set_clock(incident, PROMISE, due_at, holder_of(unit), now),
        made_at=now,
        made_by=officer,
    )
    concern_unit(incident=incident_now(incident), unit=unit, lead=False)
    record_commitment(row, "commitment.made", officer, now, {"due": due.isoformat()})
    return row


@transaction.atomic
def keep_promise(
    *,
    commitment: Commitment,
    how: str,
    pieces: Sequence[Piece],
    officer: Officer,
    now: datetime,
) -> bool:
    """Say how a promise was kept, with at least one piece of material.

    Returns:
        True if it was kept in time.

    Raises:
        CannotDecide: If nothing is said, no material is there, or it was kept already.
    """
    words = words_of(how, LONG)
    if not words:
        raise CannotDecide(_("请写明怎样兑现的。"))
    if not pieces:
        raise CannotDecide(_("兑现须有材料：照片、单据或结果截图。"))
    rows = Commitment.objects.filter(pk=commitment.pk, kept_at__isnull=True)
    if rows.update(kept_at=now, kept_by=officer, how=words) != 1:
        raise CannotDecide(_("这项承诺已登记兑现。"))
    commitment.refresh_from_db()
    stored = keep_pieces(commitment, pieces, now)
    stop_clock(clock=commitment.clock, at=now, reason=kept("已兑现"), now=now)
    data = {"late": commitment.late, "hashes": [row.file.sha256 for row in stored]}
    record_commitment(commitment, "commitment.kept", officer, now, data)
    return not commitment.late
