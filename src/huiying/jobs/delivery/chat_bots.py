"""Send messages to group chat bots of 企业微信, 钉钉 and 飞书, signed as each requires.

In:   a letter, the real moment.    Out:  an ``Outcome``.
Cost: one connection of at most ten seconds.

All three answer HTTP 200 also when they refuse; the code in the body decides. Requests, codes
and limits are those of their documentation (docs/channels.md says which and when read). None
says whether anybody in the group has read the message.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.outbox.models import ChannelKind
from huiying.jobs.delivery.http_post import Answer, post_json, refused_status
from huiying.jobs.delivery.outgoing import ACCEPTED, Outcome, OutgoingMessage, fit_bytes


class CodeMeaning(NamedTuple):
    """What a code means, and whether trying again cannot help."""

    words: Any  # lazy
    final: bool


_SECURITY = gettext_lazy("未通过群机器人安全设置：关键词、签名密钥或来源地址不符。")
_TOO_FAST = gettext_lazy("发送过于频繁，对方已限流。")
_NO_ROBOT = gettext_lazy("群机器人不存在或密钥有误，可能已被移出群。")
_BAD_BODY = gettext_lazy("对方提示消息格式有误。")

CODES: dict[ChannelKind, dict[int, CodeMeaning]] = {
    ChannelKind.WECOM: {
        93000: CodeMeaning(_NO_ROBOT, final=True),  # invalid webhook url
        45009: CodeMeaning(_TOO_FAST, final=False),  # api freq out of limit: 20 a minute
        40008: CodeMeaning(_BAD_BODY, final=True),  # invalid message type
    },
    ChannelKind.DINGTALK: {
        310000: CodeMeaning(_SECURITY, final=True),  # keywords, sign, timestamp, ip
        130101: CodeMeaning(_TOO_FAST, final=False),  # exceed 20 times per minute
        -1: CodeMeaning(gettext_lazy("对方系统繁忙。"), final=False),
    },
    ChannelKind.FEISHU: {
        19001: CodeMeaning(_NO_ROBOT, final=True),  # incoming webhook access token invalid
        19021: CodeMeaning(_SECURITY, final=True),  # sign match fail, or an hour off
        19022: CodeMeaning(_SECURITY, final=True),  # Ip Not Allowed
        19024: CodeMeaning(_SECURITY, final=True),  # Key Words Not Found
        9499: CodeMeaning(_BAD_BODY, final=True),  # Bad Request, or more than 20 KB
        11232: CodeMeaning(_TOO_FAST, final=False),  # frequency limited
    },
}
BYTES = {ChannelKind.WECOM: 2048, ChannelKind.DINGTALK: 15_000, ChannelKind.FEISHU: 15_000}
"""How much text fits; 钉钉 and 飞书 count the whole body, up to 20 KB."""


def send_by_chat_bot(letter: OutgoingMessage, *, seconds: int) -> Outcome:
    """Hand a letter to a group robot.

    Args:
        seconds: Unix time now; a signature is good for an hour.
    """
    kind = ChannelKind(letter.kind)
    text = fit_bytes(letter, most=BYTES[kind])
    url, body = _REQUESTS[kind](letter, text, seconds)
    field = "code" if kind == ChannelKind.FEISHU else "errcode"
    return post_json(
        url,
        json.dumps(body, ensure_ascii=False).encode(),
        lambda answer: _verdict(answer, field, CODES[kind]),
    )


def _verdict(answer: Answer, field: str, codes: dict[int, CodeMeaning]) -> Outcome:
    code = answer.data.get(field)
    if answer.ok and code == 0:
        return ACCEPTED
    if not isinstance(code, int):
        # No code at all: a proxy or a page answered, not the robot.
        return (
            Outcome(_("应答方不是群机器人。请核对地址。"))
            if answer.ok
            else refused_status(answer)
        )
    known = codes.get(code)
    if known is None:
        return Outcome(_("对方未接收（代码 %(code)d）。") % {"code": code})
    words = {"why": str(known.words).rstrip("。."), "code": code}
    return Outcome(_("%(why)s（代码 %(code)d）。") % words, final=known.final)


def _wecom(letter: OutgoingMessage, text: str, seconds: int) -> tuple[str, dict[str, Any]]:
    del seconds
    body: dict[str, Any] = {"content": text}
    if letter.recipient:  # an officer's own channel: named in the group, so that he hears it
        body["mentioned_list"] = [letter.recipient]
    return letter.target, {"msgtype": "text", "text": body}


def _dingtalk(letter: OutgoingMessage, text: str, seconds: int) -> tuple[str, dict[str, Any]]:
    """Sign in the address: HMAC under the secret over milliseconds, a line feed, the secret."""
    url = letter.target
    if letter.secret:
        stamp = str(seconds * 1000)
        sign = _hmac(letter.secret, f"{stamp}\n{letter.secret}")
        joint = "&" if urlsplit(url).query else "?"
        url += joint + urlencode({"timestamp": stamp, "sign": sign})
    return url, {"msgtype": "text", "text": {"content": text}}


def _feishu(letter: OutgoingMessage, text: str, seconds: int) -> tuple[str, dict[str, Any]]:
    """Sign in the body: HMAC of nothing under the key seconds, a line feed, the secret."""
    signed: dict[str, Any] = {}
    if letter.secret:
        signed = {"timestamp": str(seconds), "sign": _hmac(f"{seconds}\n{letter.secret}", "")}
    return letter.target, {**signed, "msg_type": "text", "content": {"text": text}}


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()


_REQUESTS: dict[
    ChannelKind, Callable[[OutgoingMessage, str, int], tuple[str, dict[str, Any]]]
] = {
    ChannelKind.WECOM: _wecom,
    ChannelKind.DINGTALK: _dingtalk,
    ChannelKind.FEISHU: _feishu,
}
