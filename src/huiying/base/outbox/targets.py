"""Which addresses a channel may have, and how a webhook is signed.

In:   a kind of channel, an address as it was typed.    Out:  None, or what is wrong with it.
Cost: microseconds; no look-up (the sender checks again what the name leads to).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.base.outbox.models import ChannelKind

CHAT_SERVICES = frozenset(
    {"wecombot", "dingtalk", "feishu", "lark", "wxpusher", "pushplus", "schan"}
)
"""Services whose host is fixed in their own plug-in."""
SELF_HOSTED = frozenset(
    {"ntfy", "ntfys", "gotify", "gotifys", "mmost", "mmosts", "rocket", "rockets"}
)
"""Services on a host that the address names; that host is checked like a webhook's."""
HARMLESS_OPTIONS = frozenset({"mode", "version", "priority", "channel"})
LONGEST_TARGET = 400
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


def problem_with(kind: str, target: str) -> str | None:
    """Return a sentence about what is wrong with an address, or None."""
    if not target or len(target) > LONGEST_TARGET or not target.isprintable():
        return _("请填写完整的地址，不超过 400 个字符。")
    if kind == ChannelKind.SMTP:
        return None if _MAIL.fullmatch(target) else _("请填写一个邮箱地址。")
    try:
        parts = urlsplit(target)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        return _("请填写完整的地址。")
    return _webhook_problem(parts) if kind == ChannelKind.WEBHOOK else _chat_problem(parts)


def webhook_key() -> str:
    """Return this installation's key, with which receivers check that a webhook is ours."""
    return hmac.new(
        settings.SECRET_KEY.encode(), b"huiying webhook 1", hashlib.sha256
    ).hexdigest()


def signature(body: bytes, *, seconds: int) -> str:
    """Return the signature header of a webhook: HMAC-SHA256 over ``<seconds>.<body>``.

    Args:
        seconds: Unix time of sending; receivers refuse what is older than a few minutes.
    """
    signed = str(seconds).encode() + b"." + body
    digest = hmac.new(webhook_key().encode(), signed, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def _webhook_problem(parts: SplitResult) -> str | None:
    if parts.scheme not in ("http", "https"):
        return _("请填写以 https:// 或 http:// 开头的网址。")
    if "@" in parts.netloc:
        return _("网址中不能带用户名或密码。消息已有签名，对方可据此核对。")
    return None


def _chat_problem(parts: SplitResult) -> str | None:
    if parts.scheme not in CHAT_SERVICES | SELF_HOSTED:
        return _(
            "不支持这种地址。可用：企业微信、钉钉、飞书机器人，"
            "或自建的 ntfy、Gotify、Mattermost、Rocket.Chat。"
        )
    if {name for name, _value in parse_qsl(parts.query)} - HARMLESS_OPTIONS:
        return _("地址中的附加参数不在允许范围内，请去掉问号后的部分。")
    return None
