"""One outgoing message without its row: what a sender needs, and the result of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.outbox.actions.set_own_channel import own_channel_address
from huiying.base.outbox.models import Channel, ChannelKind, Message
from huiying.base.outbox.targets import webhook_key

SIGNED = frozenset({ChannelKind.WEBHOOK, ChannelKind.SMS})
"""Channels whose messages carry a signature also where the channel has no secret of its own."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """All that a sender needs, without a row."""

    kind: str
    target: str
    key: str
    subject: str
    body: str
    about_kind: str
    about_ref: str
    urgent: bool
    queued_at: datetime
    secret: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a hand-over. An empty ``error`` means that the other side accepted it."""

    error: str = ""  # a sentence without address, secret or words of the other side
    final: bool = False  # trying again cannot help
    maybe: bool = False  # it went out, and no answer came
    receipt: Mapping[str, Any] | None = None  # of a report, from the superior's installation


ACCEPTED = Outcome()


def outgoing_message(message: Message) -> OutgoingMessage:
    """Return the letter of a message whose channel was fetched with it."""
    target, secret, recipient = address_of(message.channel)
    return OutgoingMessage(
        kind=message.channel.kind,
        target=target,
        key=message.key,
        subject=message.subject,
        body=message.body,
        about_kind=message.about_kind,
        about_ref=message.about_ref,
        urgent=message.urgent,
        queued_at=message.queued_at,
        secret=signing_secret(message.channel.kind, secret),
        recipient=recipient,
    )


def signing_secret(kind: str, secret: str) -> str:
    """Return what a sender signs with: the channel's own secret, or the installation's.

    It is asked for here, beside the row: threads that send ask no database, since none of
    them would close its connection.
    """
    return secret or (webhook_key() if kind in SIGNED else "")


def address_of(channel: Channel) -> tuple[str, str, str]:
    """Return target, secret and recipient; an officer's own goes by the bureau's gateway.

    What cannot be opened, or whose gateway is switched off, has no target: it is refused.
    """
    if channel.officer_id is None:
        return channel.target, channel.secret, channel.recipient
    address = own_channel_address(channel)
    if channel.kind == ChannelKind.SMTP:
        return address, "", ""
    if not address or channel.via is None or not channel.via.active:
        return "", "", ""
    return channel.via.target, channel.via.secret, address


def fit_bytes(letter: OutgoingMessage, *, most: int) -> str:
    """Return subject and body in at most so many bytes; the last line, with the link, stays.

    Args:
        most: Bytes of UTF-8 that the other side takes.
    """
    whole = f"{letter.subject}\n{letter.body}"
    if len(whole.encode()) <= most:
        return whole
    head, _break, last = whole.rpartition("\n")
    tail = "\n" + _("……（全文见链接）") + "\n" + last
    room = max(0, most - len(tail.encode()))
    return head.encode()[:room].decode(errors="ignore") + tail
