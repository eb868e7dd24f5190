"""The worker of webhooks: tell other systems what the record says, signed and at least once.

In:   new records, deliveries that are due.    Out:  events queued; DONE, a later try, or DEAD.
Cost: one query a webhook when nothing happened; an attempt at most ten seconds in a thread.

It asks the record, so no act knows of webhooks (ADR 0004). An event holds a type, numbers and
a link; whoever wants to know more reads it with a token of his own.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from random import SystemRandom
from typing import Any

from django.conf import settings

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.models import AuditRecord
from huiying.base.integration.actions.deliver_events import (
    claim_events,
    mark_delivered,
    mark_event_failed,
    queue_events,
)
from huiying.base.integration.events import TEST
from huiying.base.integration.models import Webhook, WebhookDelivery
from huiying.base.integration.webhook_signature import signature_headers
from huiying.jobs import clock
from huiying.jobs.delivery.http_post import Answer, post_json, refused_status
from huiying.jobs.delivery.outgoing import ACCEPTED, Outcome

THREADS, PER_WEBHOOK = 8, 2
GONE = 410


def turn(now: datetime) -> int:
    """Queue what happened and send what is due; return how many attempts were made."""
    for webhook in Webhook.objects.filter(active=True, confirmed=True).select_related("bureau"):
        queue_events(webhook=webhook, describe=partial(event_data, webhook.bureau), now=now)
    claimed = claim_events(now=now, limit=THREADS, per_webhook=PER_WEBHOOK)
    outside = [row for row in claimed if not row.bureau.sandbox]
    for row in claimed:
        if row.bureau.sandbox:
            mark_delivered(delivery=row, now=now, sent=False)
    if outside:
        _send(outside, now)
    return len(claimed)


def _send(rows: list[WebhookDelivery], now: datetime) -> None:
    seconds, dice = int(clock.real_now().timestamp()), SystemRandom()
    with ThreadPoolExecutor(THREADS, thread_name_prefix="webhook") as pool:
        results = pool.map(lambda row: _attempt(row, _keys(row, now), seconds), rows)
        for row, (outcome, status) in zip(rows, results, strict=True):
            if outcome.error:
                gone = status == GONE
                mark_event_failed(
                    delivery=row, error=outcome.error, gone=gone, now=now, dice=dice
                )
            else:
                mark_delivered(delivery=row, now=now)


def _keys(row: WebhookDelivery, now: datetime) -> list[str]:
    return row.webhook.keys_at(now, trial=row.event_type == TEST)


def _attempt(
    row: WebhookDelivery, keys: Iterable[str], seconds: int
) -> tuple[Outcome, int | None]:
    """Send one event; no database is asked here, in a thread of the pool."""
    statuses: list[int] = []

    def read(answer: Answer) -> Outcome:
        statuses.append(answer.status)
        return ACCEPTED if answer.ok else refused_status(answer)

    body = row.body.encode()
    headers = signature_headers(row.event_id, seconds, body, keys)
    return post_json(row.webhook.url, body, read, headers), next(iter(statuses), None)


def event_data(bureau: Bureau, one: AuditRecord) -> dict[str, Any]:
    """Return what an event says: numbers and a link, no text and no person."""
    number, _slash, _version = one.ref.partition("/")
    incident = one.topic.removeprefix("incident:") if one.topic.startswith("incident:") else ""
    data: dict[str, Any] = {"bureau": bureau.slug, "number": number, "incident": incident}
    host = settings.PUBLIC_URL.rstrip("/")
    if one.verb.startswith(("answer.", "release.")):
        return data | {
            "version": one.data.get("version"),
            "url": f"{host}/api/v1/releases",
        }
    return data | {"url": f"{host}/api/v1/incidents/{incident or number}"}
