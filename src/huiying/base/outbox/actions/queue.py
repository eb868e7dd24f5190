"""Queue a message inside the act's own transaction; ``jobs`` hands it over later.

In:   a channel, a key that makes a second queueing a no-op, the text.    Out:  the message.
Cost: one insert.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.outbox.about import About
from huiying.base.outbox.models import Channel, Message


@transaction.atomic
def queue_message(
    *,
    bureau_id: int,
    channel: Channel,
    key: str,
    subject: str,
    body: str,
    about: About,
    urgent: bool,
    now: datetime,
) -> Message | None:
    """Queue one message for one channel; None if this key was queued before.

    Raises:
        ValueError: If the channel is another bureau's.
    """
    if channel.bureau_id != bureau_id:
        message = "a message never leaves through another bureau's channel"
        raise ValueError(message)
    row, made = Message.objects.get_or_create(
        bureau_id=bureau_id,
        key=key[:120],
        defaults={
            "channel": channel,
            "subject": subject[:200],
            "body": body,
            "about_kind": about.kind,
            "about_ref": about.ref,
            "urgent": urgent,
            "queued_at": now,
            "next_try_at": now,
        },
    )
    return row if made else None
