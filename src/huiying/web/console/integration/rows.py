"""Rows of the page of integration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.integration.events import TEST, EventType
from huiying.base.integration.models import (
    DeliveryState,
    IntegrationToken,
    Webhook,
    WebhookDelivery,
)
from huiying.base.integration.queries import (
    dead_counts,
    deliveries_of,
    may_confirm_secret,
    may_confirm_webhook,
    tokens_of,
    webhooks_of,
)
from huiying.base.integration.scopes import Scope
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token; state: ``works``, ``waits`` for a signature, ``granted`` not made, ``ended``."""

    token: IntegrationToken
    scopes: str
    networks: str
    state: str
    acts: list[ActButton]


def scope_words(scopes: Iterable[str]) -> str:
    """Return what a token reads, in words."""
    return _("；").join(str(Scope(scope).label) for scope in scopes)


def token_rows(reader: Officer, now: datetime) -> list[TokenRow]:
    """Return the tokens of a bureau for who manages them."""
    return [
        TokenRow(
            token=row,
            scopes=scope_words(row.scopes),
            networks=_("、").join(row.networks) or _("不限"),
            state=_state(row, now),
            acts=_acts(row, reader, now),
        )
        for row in tokens_of(reader.bureau_id)
    ]


def _state(row: IntegrationToken, now: datetime) -> str:
    if row.ended_at is not None or row.ends_at <= now:
        return "ended"
    if row.awaits_signature:
        return "waits"
    return "works" if row.digest else "granted"


def _acts(row: IntegrationToken, reader: Officer, now: datetime) -> list[ActButton]:
    state = _state(row, now)
    if state == "ended":
        return []
    acts = []
    if state != "waits" and row.asked_by_id == reader.pk:
        words = _("更换令牌…") if state == "works" else _("生成令牌…")
        acts.append(act_button(words, "console:integration-token-make", row.pk))
    return [*acts, act_button(_("收回…"), "console:integration-token-end", row.pk)]


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook: its masked address, what it is told, how many events it did not get."""

    webhook: Webhook
    address: str
    events: str
    dead: int
    url: str
    confirm: ActButton | None
    confirm_secret: ActButton | None
    drop_secret: ActButton | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event that went to a webhook."""

    delivery: WebhookDelivery
    event: str
    again: ActButton | None


def webhook_rows(reader: Officer, now: datetime) -> list[WebhookRow]:
    """Return the webhooks of a bureau for who manages them."""
    dead = dead_counts(reader.bureau_id)
    return [
        webhook_row(row, reader, now, dead.get(row.pk, 0))
        for row in webhooks_of(reader.bureau_id)
    ]


def webhook_row(row: Webhook, reader: Officer, now: datetime, dead: int = 0) -> WebhookRow:
    """Return one webhook."""
    return WebhookRow(
        webhook=row,
        address=masked_url(row),
        events=event_words(row.events),
        dead=dead,
        url=reverse("console:webhook", args=[row.pk]),
        confirm=act_button(_("确认…"), "console:webhook-confirm", row.pk)
        if may_confirm_webhook(row, reader, now)
        else None,
        confirm_secret=act_button(_("确认密钥…"), "console:webhook-secret-confirm", row.pk)
        if may_confirm_secret(row, reader, now)
        else None,
        drop_secret=act_button(
            _("撤回新密钥"), "console:webhook-secret-drop", row.pk, method="post"
        )
        if row.next_set_by_id
        else None,
    )


def delivery_rows(webhook: Webhook, most: int) -> list[DeliveryRow]:
    """Return the newest deliveries of a webhook."""
    return [
        DeliveryRow(
            delivery=row,
            event=_event_word(row.event_type),
            again=act_button(_("重新发送"), "console:webhook-resend", row.pk, method="post")
            if row.state != DeliveryState.QUEUED
            else None,
        )
        for row in deliveries_of(webhook)[:most]
    ]


def masked_url(webhook: Webhook) -> str:
    """Return scheme and host of an address: the rest may be a key."""
    parts = urlsplit(webhook.url)
    return f"{parts.scheme}://{parts.hostname or ''}…"


def event_words(events: Iterable[str]) -> str:
    """Return types of events in words."""
    return _("、").join(_event_word(event) for event in events)


def _event_word(event: str) -> str:
    return _("测试") if event == TEST else str(EventType(event).label)
