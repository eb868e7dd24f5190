"""A source: the JSON list of a government message board (网上留言板).

Many boards answer a public address with a list of this form, without feed or token:

    {"code": 0, "data": {"list": [
        {"id": 8123, "subject": "…", "content": "…", "createTime": "2026-11-24 09:30:00",
         "typeName": "投诉", "url": "/board/detail?id=8123"}]}}

Add its address as a source of the kind 订阅源. The collector asks it as it asks every address:
by robots.txt, at its distance, and only where it may go; this file gets the bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urljoin

BEGINNING = 64


class MessageBoard:
    """Reads the list of a message board."""

    label = "网上留言板（JSON）"

    def accepts(self, body: bytes, content_type: str, url: str) -> bool:
        """Tell whether the bytes are such a list."""
        del content_type, url
        return body.lstrip()[:BEGINNING].startswith(b"{") and b'"list"' in body[:2000]

    def read(self, body: bytes, content_type: str, url: str) -> Iterator[dict[str, str]]:
        """Yield the messages; who wrote one is not handed on."""
        del content_type
        found = json.loads(body)
        for one in found["data"]["list"]:
            yield {
                "key": str(one["id"]),
                "title": str(one.get("subject") or ""),
                "text": str(one.get("content") or ""),
                "url": urljoin(url, str(one.get("url") or "")),
                "published_at": str(one.get("createTime") or ""),
            }
