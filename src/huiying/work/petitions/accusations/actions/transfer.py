"""Record that an accusation was transferred to the discipline body by rank (art. 22).

In:   an accusation whose accused are named, the body, number, way and day.    Out:  the same.
Cost: two writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record_restricted
from huiying.base.errors import Refused
from huiying.policy.petitions.accusations import AccusationState, DisciplineBody, TransferWay
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.actions.change import change_accusation, refuse_ended
from huiying.work.petitions.accusations.models import Accusation


@dataclass(frozen=True, slots=True)
class Transfer:
    """To whom it was handed over: the name of the body, never of a person."""

    body: DisciplineBody
    name: str
    document_number: str
    way: TransferWay
    on: date


@transaction.atomic
def transfer_accusation(
    *,
    accusation: Accusation,
    transfer: Transfer,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Record a transfer that was made.

    Raises:
        Refused: If it is not recorded who is accused (the rank decides the body), it was
            transferred before, an ending waits for a signature, or the day cannot be.
        Stale: If somebody else changed it meanwhile.
    """
    refuse_ended(accusation)
    if accusation.state == AccusationState.TRANSFERRED:
        raise Refused(_("该检举控告已转送，未重复登记。"))
    if accusation.ending:
        raise Refused(_("该检举控告有一项处理待另一人签署，请待签署或者退回后再转送。"))
    if accusation.accused_named_at is None:
        raise Refused(_("须先登记涉及的单位、人员，再按其级别转送。"))
    name, number = " ".join(transfer.name.split()), " ".join(transfer.document_number.split())
    if not name or not number:
        raise Refused(_("请填写接收机关和文号。"))
    received = accusation.received_at.astimezone(LOCAL).date()
    if not received <= transfer.on <= now.astimezone(LOCAL).date():
        raise Refused(_("转送日期须在收到之日与今天之间。"))
    change_accusation(
        accusation,
        revision,
        body=str(transfer.body),
        transferred_to=masked_text(name)[:80],
        document_number=masked_text(number)[:60],
        way=str(transfer.way),
        transferred_on=transfer.on,
        transferred_at=now,
        transferred_by=officer,
    )
    record_restricted(accusation, "accusation.transferred", officer, now)
