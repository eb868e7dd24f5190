"""A channel: a generic SMS gateway by HTTP.

Address: ``smsgw://gateway.example/send?to=13900001234&key=…`` as a channel of the kind
自建推送. The gateway is asked by https, with ``&tls=0`` by http, and answers ``{"code": 0}``
when it took the message.
This file makes the request and reads the answer; the product sends it, to checked addresses
alone.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from huiying.base.outbox.channel_plugins import ChannelMessage, ChannelRequest

MOST = 500  # letters that the gateway takes
OK = range(200, 300)


class SmsGateway:
    """Sends by a gateway that signs with a shared key."""

    label = "短信网关（HTTP）"

    def problem(self, address: str) -> str:
        """Say what is wrong with an address."""
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
        to, key = asked.get("to", [""])[0], asked.get("key", [""])[0]
        if not parts.hostname:
            return "请填写网关主机名，如 smsgw://gateway.example/send?to=…&key=…。"
        if not (to.isascii() and to.isdigit() and 5 <= len(to) <= 20):  # noqa: PLR2004
            return "参数 to 须为接收号码，只用数字。"
        if len(key) < 16:  # noqa: PLR2004
            return "参数 key 须为至少 16 个字符的密钥。"
        return ""

    def request(self, message: ChannelMessage, address: str) -> ChannelRequest:
        """Return the request: number, text, id, signed with the key."""
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
        text = f"{message.subject}\n{message.body}"[:MOST]
        body = json.dumps(
            {"id": message.key, "phone": asked["to"][0], "content": text}, ensure_ascii=False
        ).encode()
        sign = hmac.new(asked["key"][0].encode(), body, hashlib.sha256).hexdigest()
        scheme = "http" if asked.get("tls") == ["0"] else "https"
        return ChannelRequest(f"{scheme}://{parts.netloc}{parts.path}", body, {"X-Sign": sign})

    def refusal(self, status: int, answer: Mapping[str, Any]) -> str:
        """Say why it was not taken; an answer without code 0 is no yes."""
        if status in OK and answer.get("code") == 0:
            return ""
        return f"短信网关未接收（{status}，代码 {answer.get('code', '无')}）。"
