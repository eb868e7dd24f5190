"""渠道回执: the carrier says that the addressee's telephone has the message.

In:   a message, when it arrived by the carrier's word.    Out:  a proof of delivery, once.
Cost: a few writes; the same receipt twice is one.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.actions.append import Actor
from huiying.base.outbox.actions.deliver import keep_receipt
from huiying.base.outbox.models import Message
from huiying.work.casework.delivery import record_proof
from huiying.work.casework.models import ProofKind
from huiying.work.casework.queries import notice_by_number


@transaction.atomic
def take_receipt(*, message: Message, at: datetime, now: datetime) -> bool:
    """Keep a receipt; False if this message has one already.

    Args:
        at: By the carrier's clock; never before the message was queued, never in the future.
    """
    at = min(max(at, message.queued_at), now)
    if not keep_receipt(message=message, at=at):
        return False
    notice = (
        notice_by_number(message.bureau_id, message.about_ref)
        if message.about_kind == "notice"
        else None
    )
    if notice is not None:
        channel = message.channel
        record_proof(
            notice=notice,
            kind=ProofKind.CHANNEL_RECEIPT,
            channel=channel.proof_row,
            actor=Actor(f"channel:{channel.pk}", channel.name),
            officer=None,
            detail=channel.name,
            at=at,
            now=now,
        )
    return True
