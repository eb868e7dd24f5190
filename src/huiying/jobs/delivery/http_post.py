"""POST to a checked address; report what is known when no answer arrives.

In:   an address, a body, how to read the answer.    Out:  an ``Outcome``, or the bytes.
Cost: one connection of at most ten seconds; run it in a thread.

It connects to the number that was checked: a proxy variable or a redirect decides nothing. An
answer is read to its first 64 KB and never kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx2
from django.conf import settings
from django.utils.translation import gettext as _

from huiying.base.http_client import numeric_url, pinned_client
from huiying.jobs.delivery.outgoing import Outcome
from huiying.work.collection.fetch.addresses import (
    AddressRefused,
    FetchPolicy,
    IPAddress,
    Target,
    parse_target,
    resolve,
)

SECONDS = 10.0
LONGEST_ANSWER = 64 * 1024
BUSY = 429


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said."""

    status: int
    data: Mapping[str, Any]  # {} unless it is a JSON object

    @property
    def ok(self) -> bool:
        """Tell whether the HTTP status is a success."""
        return httpx2.codes.is_success(self.status)


ReadAnswer = Callable[[Answer], Outcome]


def post_json(
    url: str,
    body: bytes,
    read: ReadAnswer,
    headers: Mapping[str, str] = {},
    *,
    seconds: float = SECONDS,
) -> Outcome:
    """Post a body and read the verdict; every trouble on the way is an outcome."""
    try:
        return anyio.run(_bounded, url, body, read, headers, seconds)
    except AddressRefused as refusal:
        return refused_address(refusal)
    except (httpx2.ConnectError, httpx2.ConnectTimeout):
        return Outcome(_("无法连接对方。"))
    except (TimeoutError, httpx2.TimeoutException):
        words = _("对方在 %(seconds)s 秒内未应答，可能已收到。")
        return Outcome(words % {"seconds": round(seconds)}, maybe=True)
    except (httpx2.HTTPError, OSError):
        return Outcome(_("连接中断，对方可能已收到。"), maybe=True)
    except (httpx2.InvalidURL, UnicodeError):
        return Outcome(_("网址无法使用。请核对。"), final=True)


def post_bytes(url: str, body: bytes, content_type: str, *, seconds: float = SECONDS) -> bytes:
    """Post a body and return the answer, its first 64 KB.

    Raises:
        OSError: If nobody answers in time, the address may not be reached, or the status is
            no success.
    """

    async def exchange() -> tuple[int, bytes]:
        with anyio.fail_after(seconds):
            return await _exchange(url, body, {"Content-Type": content_type}, seconds)

    try:
        status, answer = anyio.run(exchange)
    except AddressRefused as refusal:
        raise OSError(refusal.code) from refusal
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise OSError(str(error) or type(error).__name__) from error
    if not httpx2.codes.is_success(status):
        message = f"HTTP {status}"
        raise OSError(message)
    return answer


def checked_address(address: str) -> tuple[str, IPAddress]:
    """Return host and number of an address, for a library that connects by itself.

    Raises:
        AddressRefused: If the host may not be reached.
    """
    target, policy = _target(address)
    return target.host, anyio.run(resolve, target, policy)[0]


def refused_address(refusal: AddressRefused) -> Outcome:
    """Say why an address is not used; a name that is not found may be found later."""
    if refusal.code == "private_address":
        words = _("地址指向内部网络，已拒绝。如确需使用，请管理员把该主机加入允许名单。")
        return Outcome(words)
    if refusal.code == "unknown_host":
        return Outcome(_("未找到对方主机。请核对网址。"))
    return Outcome(_("网址无法使用。请核对。"), final=True)


def refused_status(answer: Answer) -> Outcome:
    """Say what an HTTP status without more means."""
    if httpx2.codes.is_redirect(answer.status):
        return Outcome(_("对方要求跳转至其他地址，未予跳转。请核对网址。"))
    return Outcome(_("对方未接收：HTTP %(status)d。") % {"status": answer.status})


async def _bounded(
    url: str, body: bytes, read: ReadAnswer, headers: Mapping[str, str], seconds: float
) -> Outcome:
    with anyio.fail_after(seconds):
        return read(await _post(url, body, headers, seconds))


async def _post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    status, answer = await _exchange(url, body, headers, seconds)
    return Answer(status, _object(answer))


async def _exchange(
    url: str, body: bytes, headers: Mapping[str, str], seconds: float
) -> tuple[int, bytes]:
    target, policy = _target(url)
    address = (await resolve(target, policy))[0]
    async with pinned_client(
        address, seconds=seconds, connect_seconds=min(seconds, SECONDS) / 2
    ) as client:
        request = client.build_request(
            "POST",
            numeric_url(target.scheme, address, target.port, target.path),
            content=body,
            headers={
                "Host": target.place,
                "Content-Type": "application/json; charset=utf-8",
                **headers,
            },
            extensions={"sni_hostname": target.host},
        )
        response = await client.send(request, stream=True)
        try:
            return response.status_code, await _start_of(response)
        finally:
            await response.aclose()


async def _start_of(response: httpx2.Response) -> bytes:
    data = b""
    async for part in response.aiter_bytes():
        data += part
        if len(data) >= LONGEST_ANSWER:
            break
    return data[:LONGEST_ANSWER]


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):  # no JSON, or one that nobody means
        return {}
    return found if isinstance(found, dict) else {}


def _target(address: str) -> tuple[Target, FetchPolicy]:
    """Take an address apart; any port is allowed, since an administrator typed it."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    policy = FetchPolicy(allow_private=settings.FETCH_ALLOW_PRIVATE, ports=frozenset({port}))
    return parse_target(address, policy), policy
