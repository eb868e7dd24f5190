"""Which addresses a channel may have, and how requests to a webhook or SMS gateway are signed.

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

from huiying.base.files.digest_secret import digest_secret
from huiying.base.outbox.channel_plugins import ChannelPlugin, plugin_of, plugin_problem
from huiying.base.outbox.models import ChannelKind
from huiying.base.plugins import BadPlugin

SELF_HOSTED = frozenset(
    {"ntfy", "ntfys", "gotify", "gotifys", "mmost", "mmosts", "rocket", "rockets"}
)
"""Services on a host that the address names; that host is checked like a webhook's."""
ROBOT_PATHS = {
    ChannelKind.WECOM: ("/cgi-bin/webhook/send", "key"),
    ChannelKind.DINGTALK: ("/robot/send", "access_token"),
    ChannelKind.FEISHU: ("/open-apis/bot/v2/hook/", ""),
}
"""How the address of a group robot goes on, and where its key stands. The host is free: an
installation of the service inside the government network has one of its own."""
HARMLESS_OPTIONS = frozenset({"mode", "version", "priority", "channel"})
LONGEST_TARGET = 400
SIGNED_FOR = 300  # seconds that a signature may be old, or early by an unequal clock
_HEADER = re.compile(r"t=(?P<at>[0-9]{1,12}),v1=[0-9a-f]{64}")
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


def target_problem(kind: str, target: str, *, recipient: str | None = None) -> str | None:
    """Return a sentence about what is wrong with an address, or None.

    Args:
        recipient: The number that a text message goes to; None = not looked at.
    """
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
    if kind == ChannelKind.APPRISE:
        return (
            _push_problem(parts)
            if (plugin := plugin_of(target)) is None
            else _asked(plugin, target)
        )
    if kind == ChannelKind.SMS and recipient is not None and not _PHONE.fullmatch(recipient):
        return _("请填写收短信的号码，只用数字。")
    return _web_problem(parts) or _robot_problem(kind, parts) or _plain_problem(kind, parts)


def webhook_key() -> str:
    """Return this installation's key, with which receivers check that a webhook is ours."""
    return hmac.new(digest_secret().encode(), b"huiying webhook 1", hashlib.sha256).hexdigest()


def signature(body: bytes, *, seconds: int, secret: str = "") -> str:
    """Return the signature header of a webhook: HMAC-SHA256 over ``<seconds>.<body>``.

    Args:
        seconds: Unix time of sending; receivers refuse what is older than a few minutes.
        secret: The channel's own key; without one the key of the installation.
    """
    signed = str(seconds).encode() + b"." + body
    key = (secret or webhook_key()).encode()
    return f"t={seconds},v1={hmac.new(key, signed, hashlib.sha256).hexdigest()}"


def signed_by(body: bytes, header: str, *, secret: str, seconds: int) -> bool:
    """Tell whether a header signs this body with this key, at most five minutes from now.

    Args:
        seconds: Unix time now.
    """
    found = _HEADER.fullmatch(header)
    if found is None or not secret or abs(int(found["at"]) - seconds) > SIGNED_FOR:
        return False
    expected = signature(body, seconds=int(found["at"]), secret=secret)
    return hmac.compare_digest(expected, header)


def _robot_problem(kind: str, parts: SplitResult) -> str | None:
    """Say how the address of a robot should look; it is copied from the chat's settings."""
    if kind not in ROBOT_PATHS:
        return None
    path, key = ROBOT_PATHS[ChannelKind(kind)]
    keyed = bool(dict(parse_qsl(parts.query)).get(key)) if key else len(parts.path) > len(path)
    if parts.path.startswith(path) and keyed:
        return None
    return _("请把群机器人的完整地址复制过来，应含“%(path)s”和密钥。") % {"path": path}


def _plain_problem(kind: str, parts: SplitResult) -> str | None:
    """Refuse reports an address without encryption, unless the settings name its host."""
    if kind != ChannelKind.HUIYING:
        return None
    if parts.scheme == "https" or {parts.hostname, parts.netloc} & settings.FETCH_ALLOW_PRIVATE:
        return None
    return _("报告只经 https:// 推送。如确需使用内网地址，请管理员把该主机加入允许名单。")


def _web_problem(parts: SplitResult) -> str | None:
    if parts.scheme not in ("http", "https"):
        return _("请填写以 https:// 或 http:// 开头的网址。")
    if "@" in parts.netloc:
        return _("网址不得带用户名或密码。消息已有签名，对方可据此核对。")
    return None


def _asked(plugin: ChannelPlugin, target: str) -> str | None:
    """Ask the plugin of an address; one that fails takes no address."""
    try:
        return plugin_problem(plugin, target) or None
    except BadPlugin:
        return _("该渠道的扩展出错，未能核对地址。请系统管理员检查扩展。")


def _push_problem(parts: SplitResult) -> str | None:
    if parts.scheme not in SELF_HOSTED:
        return _("不支持该地址。可使用自建的 ntfy、Gotify、Mattermost、Rocket.Chat。")
    if {name for name, _value in parse_qsl(parts.query)} - HARMLESS_OPTIONS:
        return _("地址中的附加参数不在允许范围内，请删除问号后的部分。")
    return None
