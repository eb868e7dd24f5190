"""A message did not go out, and a person told the unit another way: proof and message as one.

In:   a dead message about a notice, how and whom.    Out:  a proof, no dead message.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept_label
from huiying.base.outbox.actions.deliver import settle_by_hand
from huiying.base.outbox.models import Message
from huiying.work.casework.actions.receive import record_delivery
from huiying.work.casework.models import Notice, ProofKind
from huiying.work.incidents.exceptions import Stale


@transaction.atomic
def tell_by_hand(
    *,
    message: Message,
    notice: Notice,
    kind: ProofKind,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> None:
    """Record the call or the paper, and take the message off the list.

    Raises:
        CannotDecide: If the delivery cannot be recorded like this.
        Stale: If the message is not dead any more.
    """
    record_delivery(notice=notice, kind=kind, who=who, at=at, officer=officer, now=now)
    how = f"{kept_label(kind.label)}：{who.strip()}"
    if not settle_by_hand(message=message, how=how, officer=officer, now=now):
        raise Stale(_("这条消息刚被处理过，你的操作没有生效。"))
