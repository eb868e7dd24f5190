"""Send one message by mail, SMS gateway, chat bot or webhook, without the database.

In:   a letter with its channel's kind and address.    Out:  an ``Outcome``.
Cost: one connection of at most about 20 seconds; run it in a thread.

Acceptance is not delivery (design §6). A sentence never holds the address, which may be a
secret, nor words of the other side.
"""

from __future__ import annotations

import json
import logging
import threading
import warnings
from collections.abc import Callable
from functools import cache
from urllib.parse import quote, urlsplit

import apprise
from django.utils.translation import gettext as _

from huiying.base.outbox.channel_plugins import plugin_of
from huiying.base.outbox.models import ChannelKind
from huiying.base.outbox.targets import signature, target_problem
from huiying.jobs import clock
from huiying.jobs.delivery.chat_bots import send_by_chat_bot
from huiying.jobs.delivery.http_post import (
    BUSY,
    Answer,
    checked_address,
    post_json,
    refused_address,
    refused_status,
)
from huiying.jobs.delivery.mail import send_mail
from huiying.jobs.delivery.outgoing import ACCEPTED, Outcome, OutgoingMessage, fit_bytes
from huiying.jobs.delivery.pinned_names import pinned_name
from huiying.jobs.delivery.plugin_sender import send_by_plugin
from huiying.work.collection.fetch.addresses import AddressRefused
from huiying.work.reports.downward.push import ANSWER_ABOUT, STEP_ABOUT
from huiying.work.reports.exchange.receipts import is_receipt

APPRISE_TIMEOUTS = "cto=5&rto=10"  # seconds to connect, to be answered
SMS_BYTES = 1000  # about five hundred characters of text: gateways cut long ones into parts
_loading = threading.Lock()
log = logging.getLogger("huiying.jobs")

logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines name addresses


def send_safely(letter: OutgoingMessage) -> Outcome:
    """Send; whatever goes wrong inside a plug-in is a failed attempt, never a lost one."""
    try:
        return send(letter)
    except Exception as error:
        log.warning("a hand-over failed inside a plug-in: %s", type(error).__name__)
        return Outcome(_("发送出错，对方可能已收到。"), maybe=True)


def send(letter: OutgoingMessage) -> Outcome:
    """Hand a letter over; say whether it was accepted."""
    problem = target_problem(letter.kind, letter.target)
    if problem is not None:
        return Outcome(problem, final=True)
    return SENDERS[letter.kind](letter)


def _chat_bot(letter: OutgoingMessage) -> Outcome:
    return send_by_chat_bot(letter, seconds=int(clock.real_now().timestamp()))


def _push(letter: OutgoingMessage) -> Outcome:
    plugin = plugin_of(letter.target)
    return send_by_plugin(plugin, letter) if plugin else _push_by_apprise(letter)


def _push_by_apprise(letter: OutgoingMessage) -> Outcome:
    parts = urlsplit(letter.target)
    scheme = "https" if parts.scheme.endswith("s") else "http"
    port = f":{parts.port}" if parts.port else ""
    try:
        host, address = checked_address(f"{scheme}://{parts.hostname}{port}/")
    except AddressRefused as refusal:
        return refused_address(refusal)
    joint = "&" if parts.query else "?"
    with pinned_name(host, address):
        accepted = _notify(f"{letter.target}{joint}{APPRISE_TIMEOUTS}", letter)
    return ACCEPTED if accepted else Outcome(_("对方未接收该消息。"))


@cache
def _load_plugins() -> None:
    """Load apprise's plug-ins once; some import modules that later Pythons will not have."""
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        apprise.Apprise.instantiate("ntfy://127.0.0.1/load", suppress_exceptions=True)


def _notify(url: str, letter: OutgoingMessage) -> bool:
    _load_plugins()
    asset = apprise.AppriseAsset(app_id="huiying", http_redirects=False, secure_logging=True)
    service = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if service is None:
        return False
    room = apprise.Apprise(asset=asset)
    room.add(service)
    return bool(
        room.notify(
            title=letter.subject, body=letter.body, body_format=apprise.NotifyFormat.TEXT
        )
    )


def _webhook(letter: OutgoingMessage) -> Outcome:
    body = _json(
        {
            "id": letter.key,
            "subject": letter.subject,
            "text": letter.body,
            "urgent": letter.urgent,
            "about": {"kind": letter.about_kind, "ref": letter.about_ref},
            "queued_at": letter.queued_at.isoformat(),
        }
    )
    return post_json(letter.target, body, _accepted_by_status, _signed(letter, body))


def _accepted_by_status(answer: Answer) -> Outcome:
    return ACCEPTED if answer.ok else refused_status(answer)


EXCHANGED = frozenset({"report", STEP_ABOUT, ANSWER_ABOUT})
"""What goes from installation to installation: reports, 督办, answers to them."""


def _exchanged(letter: OutgoingMessage) -> Outcome:
    """Hand a file to another installation; only its receipt is acceptance."""
    if letter.about_kind not in EXCHANGED:
        return Outcome(_("该渠道只推送报告和督办，消息未发送。"), final=True)
    headers = {"Authorization": f"Bearer {letter.secret}"}
    return post_json(letter.target, letter.body.encode(), _accepted_by_installation, headers)


def _accepted_by_installation(answer: Answer) -> Outcome:
    if answer.ok and is_receipt(dict(answer.data)):
        return Outcome(receipt=answer.data)
    if answer.ok:
        return Outcome(_("对方未给出回执。请核对推送地址。"))
    final = {
        401: _("对方系统提示令牌有误或已收回。请索取新令牌。"),
        403: _("对方系统已停用本单位的登记。"),
        413: _("内容超过对方系统的大小限制。"),
        422: _("对方系统核验后未接收。请与对方单位联系。"),
    }
    if answer.status in final:
        return Outcome(final[answer.status], final=True)
    if answer.status == BUSY:
        return Outcome(_("发送过于频繁，对方已限流。"))
    return refused_status(answer)


def _sms(letter: OutgoingMessage) -> Outcome:
    """Ask the bureau's gateway for one text message (the contract is in docs/channels.md)."""
    body = _json(
        {
            "id": letter.key,
            "to": letter.recipient,
            "text": fit_bytes(letter, most=SMS_BYTES),
            "urgent": letter.urgent,
        }
    )
    return post_json(letter.target, body, _accepted_by_gateway, _signed(letter, body))


def _accepted_by_gateway(answer: Answer) -> Outcome:
    if answer.ok and answer.data.get("accepted") is True:
        return ACCEPTED
    if answer.ok:
        return Outcome(_("短信网关未确认接收。请核对网址和网关版本。"))
    final = {
        400: _("短信网关不接受该号码或文字。"),
        401: _("短信网关提示签名有误。请核对密钥和时间。"),
        402: _("短信余额不足。"),
    }
    if answer.status in final:
        return Outcome(final[answer.status], final=True)
    if answer.status == BUSY:
        return Outcome(_("发送过于频繁，对方已限流。"))
    return refused_status(answer)


def _signed(letter: OutgoingMessage, body: bytes) -> dict[str, str]:
    seconds = int(clock.real_now().timestamp())
    return {
        "X-Huiying-Message": quote(letter.key, safe=":-._"),
        "X-Huiying-Signature": signature(body, seconds=seconds, secret=letter.secret),
    }


def _json(data: dict[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


SENDERS: dict[str, Callable[[OutgoingMessage], Outcome]] = {
    ChannelKind.SMTP: send_mail,
    ChannelKind.SMS: _sms,
    ChannelKind.WECOM: _chat_bot,
    ChannelKind.DINGTALK: _chat_bot,
    ChannelKind.FEISHU: _chat_bot,
    ChannelKind.WEBHOOK: _webhook,
    ChannelKind.APPRISE: _push,
    ChannelKind.HUIYING: _exchanged,
}
