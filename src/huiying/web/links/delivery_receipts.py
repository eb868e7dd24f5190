"""Delivery receipts of carriers: signed by the gateway, counted once.

In:   ``POST /r/receipts/<channel>/`` with a body that is signed with the channel's key.
Out:  204; 403 for a wrong or old signature, 404 for a message of no such name, 400 else.
Cost: four queries. The contract is in docs/channels.md.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiying.base.outbox.models import ChannelKind
from huiying.base.outbox.queries import channel_by_id, message_of_channel
from huiying.base.outbox.targets import signed_by
from huiying.jobs import clock
from huiying.policy.time.moments import moment_with_zone
from huiying.work.casework.notices.actions.record_delivery import record_channel_receipt

LONGEST_BODY = 4096


@csrf_exempt  # a machine comes without cookie; the signature says who it is
@login_not_required
@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one receipt; the same one again changes nothing and is answered alike."""
    channel, body = channel_by_id(pk), request.body
    if len(body) > LONGEST_BODY:
        return HttpResponse(status=400)
    signed = channel is not None and signed_by(
        body,
        request.headers.get("X-Huiying-Signature", ""),
        secret=channel.secret,
        seconds=int(clock.real_now().timestamp()),
    )
    if channel is None or not signed or channel.kind != ChannelKind.SMS:
        return HttpResponse(status=403)
    receipt_data = _read(body)
    if receipt_data is None:
        return HttpResponse(status=400)
    key, delivered, at = receipt_data
    message = message_of_channel(channel.pk, key)
    if message is None:
        return HttpResponse(status=404)
    if delivered:
        record_channel_receipt(message=message, at=at, now=clock.now())
    return HttpResponse(status=204)


def _read(body: bytes) -> tuple[str, bool, datetime] | None:
    try:
        receipt_data: Any = json.loads(body)
        at = moment_with_zone(receipt_data["at"])
        key, status = str(receipt_data["id"]), receipt_data["status"]
    except (ValueError, KeyError, TypeError):
        return None
    if at is None or status not in ("delivered", "failed"):
        return None
    return key, status == "delivered", at
