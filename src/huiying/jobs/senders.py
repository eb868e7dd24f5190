"""Hand one message to a relay, a robot or a webhook; touch no database.

In:   a letter with its channel's kind and address.    Out:  "" if accepted, else a sentence.
Cost: one connection of at most about 20 seconds; run it in a thread.

Acceptance is not delivery (design §6). A sentence never holds the address, which may be a
secret.
"""

from __future__ import annotations

import json
import logging
import threading
import warnings
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import quote, urlsplit

import anyio
import apprise
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from huiying.base.outbox.models import ChannelKind, Message
from huiying.base.outbox.targets import SELF_HOSTED, problem_with, signature
from huiying.jobs import clock
from huiying.work.collection.addresses import (
    AddressRefused,
    FetchPolicy,
    Target,
    parse_target,
    resolve,
)

WEBHOOK_SECONDS = 10.0
APPRISE_TIMEOUTS = "cto=5&rto=10"  # seconds to connect, to be answered
_loading = threading.Lock()
log = logging.getLogger("huiying.jobs")
MAIL_SCHEMES = {"smtp": "mailto", "smtps": "mailtos", "mailto": "mailto", "mailtos": "mailtos"}

logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines name addresses


@dataclass(frozen=True, slots=True)
class Letter:
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


def letter_of(message: Message) -> Letter:
    """Return the letter of a message whose channel was fetched with it."""
    return Letter(
        kind=message.channel.kind,
        target=message.channel.target,
        key=message.key,
        subject=message.subject,
        body=message.body,
        about_kind=message.about_kind,
        about_ref=message.about_ref,
        urgent=message.urgent,
        queued_at=message.queued_at,
    )


def carry(letter: Letter) -> str:
    """Send; whatever goes wrong inside a plug-in is a failed attempt, never a lost one."""
    try:
        return send(letter)
    except Exception as error:
        log.warning("a hand-over failed inside a plug-in: %s", type(error).__name__)
        return _("发送时出错。")


def send(letter: Letter) -> str:
    """Hand a letter over; return "" or why it was not accepted."""
    problem = problem_with(letter.kind, letter.target)
    if problem is not None:
        return problem
    if letter.kind == ChannelKind.WEBHOOK:
        return _webhook(letter)
    if letter.kind == ChannelKind.SMTP:
        return _mail(letter)
    return _chat(letter)


def _mail(letter: Letter) -> str:
    parts = urlsplit(settings.SMTP_URL)
    scheme = MAIL_SCHEMES.get(parts.scheme)
    if scheme is None or not parts.hostname:
        return _("没有设置发信服务器（HUIYING_SMTP_URL）。")
    options = f"{parts.query}&" if parts.query else ""
    url = f"{scheme}://{parts.netloc}/?{options}to={quote(letter.target)}&{APPRISE_TIMEOUTS}"
    if _notify(url, letter):
        return ""
    return _("发信服务器没有接收这封邮件。")


def _chat(letter: Letter) -> str:
    parts = urlsplit(letter.target)
    if parts.scheme in SELF_HOSTED:
        scheme = "https" if parts.scheme.endswith("s") else "http"
        port = f":{parts.port}" if parts.port else ""
        refused = _closed(f"{scheme}://{parts.hostname}{port}/")
        if refused:
            return refused
    joint = "&" if parts.query else "?"
    if _notify(f"{letter.target}{joint}{APPRISE_TIMEOUTS}", letter):
        return ""
    return _("对方没有接收这条消息。")


@cache
def _load_plugins() -> None:
    """Load apprise's plug-ins once; some import modules that later Pythons will not have."""
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        apprise.Apprise.instantiate("ntfy://127.0.0.1/load", suppress_exceptions=True)


def _notify(url: str, letter: Letter) -> bool:
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


def _webhook(letter: Letter) -> str:
    try:
        return anyio.run(_bounded, letter)
    except AddressRefused as refusal:
        return _words(refusal)
    except (TimeoutError, httpx.TimeoutException):
        return _("对方在 10 秒内没有应答。")
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError):
        return _("连接不上对方。")


async def _bounded(letter: Letter) -> str:
    with anyio.fail_after(WEBHOOK_SECONDS):
        return await _post(letter)


async def _post(letter: Letter) -> str:
    target, policy = _target(letter.target)
    address = (await resolve(target, policy))[0]
    shown = f"[{address}]" if ":" in str(address) else str(address)
    body = _body(letter)
    # Connect to the number that was checked; a proxy variable or a redirect decides nothing.
    async with httpx.AsyncClient(
        timeout=WEBHOOK_SECONDS, trust_env=False, follow_redirects=False
    ) as client:
        request = client.build_request(
            "POST",
            f"{target.scheme}://{shown}:{target.port}{target.path}",
            content=body,
            headers={
                "Host": target.place,
                "Content-Type": "application/json; charset=utf-8",
                "User-Agent": "huiying",
                "X-Huiying-Message": quote(letter.key, safe=":-._"),
                "X-Huiying-Signature": signature(
                    body, seconds=int(clock.real_now().timestamp())
                ),
            },
            extensions={"sni_hostname": target.host},
        )
        response = await client.send(request, stream=True)
        await response.aclose()
    if response.is_success:
        return ""
    if response.is_redirect:
        return _("对方要求转到别的地址，没有跟随。请核对网址。")
    return _("对方没有接收：HTTP %(status)d。") % {"status": response.status_code}


def _body(letter: Letter) -> bytes:
    return json.dumps(
        {
            "id": letter.key,
            "subject": letter.subject,
            "text": letter.body,
            "urgent": letter.urgent,
            "about": {"kind": letter.about_kind, "ref": letter.about_ref},
            "queued_at": letter.queued_at.isoformat(),
        },
        ensure_ascii=False,
    ).encode()


def _target(address: str) -> tuple[Target, FetchPolicy]:
    """Take an address apart; any port is allowed, since an administrator typed it."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    policy = FetchPolicy(allow_private=settings.FETCH_ALLOW_PRIVATE, ports=frozenset({port}))
    return parse_target(address, policy), policy


def _closed(address: str) -> str:
    """Return why a host may not be reached, or ""."""
    try:
        target, policy = _target(address)
        anyio.run(resolve, target, policy)
    except AddressRefused as refusal:
        return _words(refusal)
    return ""


def _words(refusal: AddressRefused) -> str:
    if refusal.code == "private_address":
        return _("地址指向内部网络，已拒绝。如确需使用，请管理员把该主机加入允许名单。")
    if refusal.code == "unknown_host":
        return _("找不到对方主机。请核对网址。")
    return _("网址不能使用。请核对。")
