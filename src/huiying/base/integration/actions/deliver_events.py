"""Queue the events of the record for a webhook, claim them, store what became of them.

In:   records, the moment; how a delivery went.    Out:  DONE, a later try, or DEAD.
Cost: a query a webhook when nothing happened, another when something waits for it; a
      conditional UPDATE an attempt.

At least once: events are queued in the transaction that moves the webhook's place in the
record on, and a claim is a lease. The id of an event is made of the hash of its record, so it
is the same however often it goes out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.integration.actions.set_webhook import off_key
from huiying.base.integration.events import EVENT_OF_VERB, TEST
from huiying.base.integration.models import DeliveryState, Webhook, WebhookDelivery
from huiying.base.integration.queries import given_up_deliveries, old_deliveries
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.reasons.reason import Reason

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 120, 360, 720))
"""Waits after the first, second … failed attempt; after the last one it is given up."""
JITTER = 0.2
SWITCH_OFF = 20  # failed attempts in a row
A_TURN = 200  # records
LEASE = timedelta(minutes=2)  # longer than any attempt

Describe = Callable[[AuditRecord], dict[str, Any]]


@transaction.atomic
def queue_events(*, webhook: Webhook, describe: Describe, now: datetime) -> int:
    """Queue what the record says since the last time; return how many events.

    Args:
        describe: A record → the ``data`` of its event: numbers and a link.
    """
    row = lock_row(Webhook, webhook.pk)
    if not (row.active and row.confirmed):
        return 0
    head = AuditHead.objects.filter(bureau_ref=row.bureau_id).first()
    if head is None or head.seq <= row.seq:
        return 0
    verbs = [verb for verb, event in EVENT_OF_VERB.items() if event in row.events]
    records = AuditRecord.objects.filter(
        bureau_ref=row.bureau_id, seq__gt=row.seq, seq__lte=head.seq, verb__in=verbs
    )
    found = list(records.order_by("seq")[:A_TURN])
    rows = [_delivery(row, one, describe(one), now) for one in found]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    reached = found[-1].seq if len(found) == A_TURN else head.seq
    Webhook.objects.filter(pk=row.pk).update(seq=reached)
    return len(rows)


def _delivery(
    webhook: Webhook, one: AuditRecord, data: dict[str, Any], now: datetime
) -> WebhookDelivery:
    event = EVENT_OF_VERB[one.verb]
    return WebhookDelivery(
        bureau_id=webhook.bureau_id,
        webhook=webhook,
        event_id=f"evt_{one.hash[:32]}",
        event_type=event,
        body=_body(event, one.at, data),
        queued_at=now,
        next_try_at=now,
    )


def _body(event: str, at: datetime, data: dict[str, Any]) -> str:
    return json.dumps(
        {"type": str(event), "timestamp": at.isoformat(), "data": data}, ensure_ascii=False
    )


@transaction.atomic
def try_webhook(*, webhook: Webhook, officer: Officer, now: datetime) -> WebhookDelivery:
    """Queue a trial, also to an address that nobody confirmed yet: it says nothing.

    Raises:
        Refused: If the webhook is off, or a trial is on its way.
    """
    if not webhook.active:
        raise Refused(_("推送已停用，不发送测试。"))
    waits = webhook.deliveries.filter(event_type=TEST, state=DeliveryState.QUEUED)
    if waits.exists():
        raise Refused(_("测试正在发送，请等待结果。"))
    row = WebhookDelivery.objects.create(
        bureau_id=webhook.bureau_id,
        webhook=webhook,
        event_id=f"evt_test_{now:%Y%m%d%H%M%S%f}",
        event_type=TEST,
        body=_body(TEST, now, {}),
        queued_at=now,
        next_try_at=now,
    )
    record(webhook, "webhook.tried", officer, now)
    return row


@transaction.atomic
def send_event_again(*, delivery: WebhookDelivery, officer: Officer, now: datetime) -> None:
    """Let an event that was delivered or given up go out again, under the same id.

    Raises:
        Refused: If it is on its way.
    """
    rows = WebhookDelivery.objects.filter(pk=delivery.pk)
    rows = rows.exclude(state=DeliveryState.QUEUED)
    values = {"state": DeliveryState.QUEUED, "attempts": 0, "next_try_at": now}
    if rows.update(**values) != 1:
        raise Refused(_("正在发送，请等待结果。"))
    record(delivery, "webhook.sent_again", officer, now, event=delivery.event_id)


def claim_events(*, now: datetime, limit: int, per_webhook: int) -> list[WebhookDelivery]:
    """Claim events that are due, at most so many of one webhook; an old claim is due again.

    Each webhook has its turn, the longest waiting first: however much waits for one, also
    because nobody has confirmed its address yet, it holds up no other.
    """
    may_go = Q(webhook__confirmed=True) | Q(event_type=TEST)
    due = WebhookDelivery.objects.filter(
        may_go, state=DeliveryState.QUEUED, next_try_at__lte=now, webhook__active=True
    ).order_by()
    waiting = due.values("webhook_id").annotate(since=Min("next_try_at")).order_by("since")
    claimed: list[WebhookDelivery] = []
    for key in [row["webhook_id"] for row in waiting]:
        most = min(per_webhook, limit - len(claimed))
        rows = due.filter(webhook_id=key).select_related("webhook", "bureau")
        for row in rows.order_by("next_try_at", "pk")[:most]:
            mine = WebhookDelivery.objects.filter(
                pk=row.pk,
                state=DeliveryState.QUEUED,
                attempts=row.attempts,
                next_try_at__lte=now,
            )
            if mine.update(attempts=F("attempts") + 1, next_try_at=now + LEASE):
                row.attempts += 1
                claimed.append(row)
        if len(claimed) >= limit:
            break
    return claimed


@transaction.atomic
def mark_delivered(*, delivery: WebhookDelivery, now: datetime, sent: bool = True) -> None:
    """Store that the other side took an event; ``sent=False``: a sandbox sends none."""
    state = DeliveryState.DONE if sent else DeliveryState.DROPPED
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=state, done_at=now, last_error=""
    )
    if sent:
        Webhook.objects.filter(pk=delivery.webhook_id).update(
            failures=0, last_ok_at=now, last_error=""
        )


@transaction.atomic
def mark_event_failed(
    *, delivery: WebhookDelivery, error: str, gone: bool, now: datetime, dice: Random
) -> None:
    """Store why an attempt failed: try later, give up, or switch the webhook off.

    Args:
        error: A sentence without the address.
        gone: The other side says that the address is no more (410).
    """
    mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.QUEUED, attempts=delivery.attempts
    )
    words = error[:200]
    if delivery.attempts <= len(BACK_OFF):
        wait = BACK_OFF[delivery.attempts - 1] * (1 + JITTER * (2 * dice.random() - 1))
        marked = mine.update(next_try_at=now + wait, last_error=words)
    else:
        marked = mine.update(state=DeliveryState.DEAD, last_error=words)
    if not marked:  # somebody sent it again, or it was claimed anew
        return
    row = lock_row(Webhook, delivery.webhook_id)
    row.failures, row.last_error = row.failures + 1, words
    if row.active and (gone or row.failures >= SWITCH_OFF):
        _switch_off(row, words, now)
    row.save(update_fields=["failures", "last_error", "active", "off_reason"])


def _switch_off(webhook: Webhook, why: str, now: datetime) -> None:
    webhook.active, webhook.off_reason = False, why
    raise_alarm(
        bureau_id=webhook.bureau_id,
        key=f"{off_key(webhook)}{now:%Y%m%d%H%M%S}",
        reason=Reason("alarms.webhook_off", {"name": webhook.name}),
        about=About("webhook", str(webhook.pk)),
        now=now,
    )
    record(webhook, "webhook.switched_off", None, now, reason=why)


def delete_old_deliveries(now: datetime) -> int:
    """Delete what was delivered long ago, and what was given up longer ago; return how many."""
    given_up = given_up_deliveries(now - timedelta(days=settings.OLD_RUNS_DAYS))
    return old_deliveries(now).delete()[0] + given_up.delete()[0]
