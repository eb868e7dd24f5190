"""Claim messages that are due, and store the result of each attempt.

In:   the moment; how a hand-over went.    Out:  claims; HANDED_OVER, a later try, or DEAD.
Cost: one indexed query and one conditional UPDATE per message.

At least once: a claim is a lease. If the process dies between the hand-over and its mark, the
message goes out again after the lease, and its row says that it may have been sent already;
its key travels with it, so that a receiver can tell.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import end_alarms, raise_alarm
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.reasons.reason import Reason

BACK_OFF = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""Waits after the first, second … failed attempt; after the last one a person sees to it."""
URGENT = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=4),
)
"""The same for what has thirty minutes in all: a person sees to it within nine."""
JITTER = 0.2
LOOK_AHEAD = 8  # times the limit: how many rows are looked at to be fair between channels


def claim_due(
    *,
    now: datetime,
    lease: timedelta,
    limit: int = 64,
    per_channel: int = 2,
    busy: Counter[int] | None = None,
) -> list[Message]:
    """Claim due messages, urgent ones first, at most ``per_channel`` of one channel.

    Args:
        lease: After this time an unmarked claim is due again.
        busy: How many messages of a channel are on their way already.
    """
    taken: Counter[int] = Counter(busy or {})
    due = (
        Message.objects.filter(_is_due(now, lease), state=MessageState.QUEUED)
        .select_related("channel__via", "bureau")
        .order_by("-urgent", "next_try_at", "pk")
    )
    claimed: list[Message] = []
    for message in due[: limit * LOOK_AHEAD]:
        if len(claimed) >= limit:
            break
        if taken[message.channel_id] >= per_channel and not message.bureau.sandbox:
            continue
        if _claim(message, now, lease):
            taken[message.channel_id] += 1
            claimed.append(message)
    return claimed


@transaction.atomic
def mark_handed_over(*, message: Message, now: datetime, accepted: bool = True) -> bool:
    """Keep that a relay, robot or webhook accepted the message: never a proof of delivery.

    Args:
        accepted: False for a sandbox, which keeps the text and sends nothing.

    Returns:
        False if the claim was lost meanwhile.
    """
    if not _claimed(message).update(
        state=MessageState.HANDED_OVER, handed_over_at=now, claimed_at=None, last_error=""
    ):
        return False
    if accepted:
        Channel.objects.filter(pk=message.channel_id).update(last_ok_at=now, last_error="")
    _end_alarm(message, now)
    return True


@transaction.atomic
def mark_failed(
    *,
    message: Message,
    error: str,
    now: datetime,
    dice: Random,
    final: bool = False,
    maybe: bool = False,
) -> bool:
    """Keep why a hand-over failed; try again later, or put it before a person.

    Args:
        error: A sentence without address or secret.
        dice: Spreads the retries of many messages.
        final: Trying again cannot help.
        maybe: The other side may have it: it went out, and no answer came.

    Returns:
        True if the message is dead now.
    """
    Channel.objects.filter(pk=message.channel_id).update(last_error=error[:200])
    values: dict[str, object] = {"last_error": error[:200], "claimed_at": None}
    if maybe:
        values["maybe_sent_at"] = now
    tries, waits = message.attempts, URGENT if message.urgent else BACK_OFF
    if not final and tries <= len(waits):
        wait = waits[tries - 1] * (1 + JITTER * (2 * dice.random() - 1))
        _claimed(message).update(next_try_at=now + wait, **values)
        return False
    if not _claimed(message).update(state=MessageState.DEAD, **values):
        return False
    raise_alarm(
        bureau_id=message.bureau_id,
        key=f"dead:{message.pk}:{now:%Y%m%d%H%M%S}",
        reason=Reason(
            "alarms.message_unsent",
            {"subject": message.subject[:100], "channel": message.channel.name},
        ),
        about=About(message.about_kind, message.about_ref),
        now=now,
    )
    record(message, "message.dead", None, now, attempts=tries, error=error[:200])
    return True


@transaction.atomic
def send_again(*, message: Message, officer: Officer, now: datetime) -> bool:
    """Queue a dead message once more, from the first attempt on; False if it is not dead."""
    dead = Message.objects.filter(pk=message.pk, state=MessageState.DEAD)
    if dead.update(state=MessageState.QUEUED, attempts=0, next_try_at=now) != 1:
        return False
    _end_alarm(message, now)
    record(message, "message.sent_again", officer, now)
    return True


@transaction.atomic
def settle_manually(*, message: Message, how: str, officer: Officer, now: datetime) -> bool:
    """Keep that a person told the addressee another way; False if the message is not dead."""
    dead = Message.objects.filter(pk=message.pk, state=MessageState.DEAD)
    values = {"settled_at": now, "settled_by": officer, "settled_how": how.strip()[:200]}
    if dead.update(state=MessageState.BY_HAND, **values) != 1:
        return False
    _end_alarm(message, now)
    record(message, "message.by_hand", officer, now, how=how.strip()[:200])
    return True


@transaction.atomic
def drop_messages(*, bureau_id: int, about: About, now: datetime) -> int:
    """Take back what has not gone out about a matter that is over; return how many.

    What is on its way just now cannot be taken back.
    """
    waiting = Message.objects.filter(
        bureau_id=bureau_id,
        about_kind=about.kind,
        about_ref=about.ref,
        state__in=(MessageState.QUEUED, MessageState.DEAD),
    )
    for message in (messages := list(waiting)):
        _end_alarm(message, now)
    return waiting.filter(pk__in=[row.pk for row in messages]).update(
        state=MessageState.DROPPED, settled_at=now
    )


@transaction.atomic
def store_receipt(*, message: Message, at: datetime) -> bool:
    """Keep the channel's own receipt for the addressee; False if there is one already.

    A receipt proves that the message went out, whatever was marked: it is not sent again.
    """
    first = Message.objects.filter(pk=message.pk, receipt_at__isnull=True)
    if first.update(receipt_at=at) != 1:
        return False
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        state=MessageState.HANDED_OVER, handed_over_at=at, claimed_at=None, last_error=""
    )
    return True


def _is_due(now: datetime, lease: timedelta) -> Q:
    """Return what holds of a message that is due.

    Nothing is told to wait so long as some would: they are of a clock that was set back.
    """
    usual, urgent = (2 * max(lease, waits[-1]) for waits in (BACK_OFF, URGENT))
    set_back = Q(next_try_at__gt=now + usual) | Q(urgent=True, next_try_at__gt=now + urgent)
    return Q(next_try_at__lte=now) | set_back


def _claim(message: Message, now: datetime, lease: timedelta) -> bool:
    attempts = message.attempts
    rows = Message.objects.filter(
        _is_due(now, lease), pk=message.pk, state=MessageState.QUEUED, attempts=attempts
    )
    values: dict[str, object] = {"claimed_at": now}
    if message.claimed_at is not None:  # whoever claimed it before never said what became of it
        values["maybe_sent_at"] = now
    if rows.update(attempts=F("attempts") + 1, next_try_at=now + lease, **values) != 1:
        return False
    message.attempts = attempts + 1
    return True


def _claimed(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(
        pk=message.pk, state=MessageState.QUEUED, attempts=message.attempts
    )


def _end_alarm(message: Message, now: datetime) -> None:
    end_alarms(bureau_id=message.bureau_id, key_prefix=f"dead:{message.pk}:", now=now)
