"""Send one HTTP request to a checked address, with limits of size and time.

In:   a target, headers and limits.   Out:  status, headers and the decompressed body.
Cost: one connection; memory at most the size limit.

The name is resolved once, every address checked, and the connection made to the checked
number: a name that answers differently the second time (DNS rebinding) gains nothing.
"""

import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import anyio
import httpx2

from huiying.base.http_client import numeric_url, pinned_client
from huiying.work.collection.fetch.addresses import FetchPolicy, IPAddress, Target, resolve

CONNECT_SECONDS = 6.0
TRIED_ADDRESSES = 3
GZIP_MAGIC = b"\x1f\x8b"
GZIP_OR_ZLIB = 47  # window bits that make zlib tell the two apart itself


class TransportFailed(Exception):
    """The request brought no usable answer; ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Budget:
    """What one request may cost."""

    max_bytes: int
    seconds: float
    keep_start: bool = False  # True: what came of a body is returned, not refused


Cut = Literal["", "too_big", "incomplete"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes
    cut: Cut = ""  # why the body is only the beginning of one


def request_once(
    target: Target, headers: Mapping[str, str], *, policy: FetchPolicy, budget: Budget
) -> Answer:
    """GET ``target`` without following redirects. Call it from a thread without a loop.

    Raises:
        AddressRefused: If the name leads to a closed address.
        TransportFailed: With code timeout, too_big, unreachable, bad_certificate,
            bad_encoding or bad_answer.
    """

    async def bounded() -> Answer:
        with anyio.fail_after(budget.seconds):
            addresses = await resolve(target, policy)
            return await _first_answer(target, addresses, headers, budget)

    try:
        return anyio.run(bounded)
    except (TimeoutError, httpx2.TimeoutException) as error:
        raise TransportFailed("timeout") from error
    except httpx2.ConnectError as error:
        is_tls = "certificate" in str(error).lower() or "ssl" in str(error).lower()
        raise TransportFailed("bad_certificate" if is_tls else "unreachable") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise TransportFailed("bad_answer") from error


async def _first_answer(
    target: Target, addresses: list[IPAddress], headers: Mapping[str, str], budget: Budget
) -> Answer:
    tried = addresses[:TRIED_ADDRESSES]
    for address in tried[:-1]:
        try:
            return await _ask(target, address, headers, budget)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            continue
    return await _ask(target, tried[-1], headers, budget)


async def _ask(
    target: Target, address: IPAddress, headers: Mapping[str, str], budget: Budget
) -> Answer:
    url = numeric_url(target.scheme, address, target.port, target.path)
    connect_seconds = min(CONNECT_SECONDS, budget.seconds)
    async with pinned_client(
        address, seconds=budget.seconds, connect_seconds=connect_seconds
    ) as client:
        request = client.build_request(
            "GET",
            url,
            headers={**headers, "Host": target.place, "Accept-Encoding": "gzip"},
            extensions={"sni_hostname": target.host},
        )
        response = await client.send(request, stream=True)
        try:
            body, cut = await _read(response, budget)
        finally:
            await response.aclose()
        return Answer(response.status_code, response.headers, body, cut)


async def _read(response: httpx2.Response, budget: Budget) -> tuple[bytes, Cut]:
    body = bytearray()
    cut: Cut = ""
    try:
        async for chunk in _unpacked(response, budget.max_bytes + 1):
            body += chunk
            if len(body) > budget.max_bytes:
                cut = "too_big"
                break
    except (_CutOff, httpx2.RemoteProtocolError, httpx2.ReadError) as error:
        if not budget.keep_start:
            raise TransportFailed("bad_answer") from error
        cut = "incomplete"
    if cut == "too_big" and not budget.keep_start:
        raise TransportFailed("too_big")
    return bytes(body[: budget.max_bytes]), cut


class _CutOff(Exception):
    """A compressed body ended before its own end."""


async def _unpacked(response: httpx2.Response, most: int) -> AsyncIterator[bytes]:
    """Yield the decompressed body, never more than ``most`` bytes from one packet."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"identity", ""}:
        async for chunk in response.aiter_raw():
            yield chunk
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise TransportFailed("bad_encoding")
    unpacker = _Unpacker(most)
    try:
        async for chunk in response.aiter_raw():
            for part in unpacker.unpack(chunk):
                yield part
    except zlib.error as error:
        raise TransportFailed("bad_encoding") from error
    if not unpacker.is_at_end:
        raise _CutOff


class _Unpacker:
    """Unpack a body that may consist of several packed parts, one after the other."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._part = zlib.decompressobj(GZIP_OR_ZLIB)
        self.is_at_end = True  # nothing came yet, or all that came was unpacked

    def unpack(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a packet holds; what stands behind the last part belongs to nothing."""
        while chunk:
            if self._part.eof:
                if not chunk.startswith(GZIP_MAGIC):
                    return
                self._part = zlib.decompressobj(GZIP_OR_ZLIB)
            yield self._part.decompress(chunk, self._most)
            self.is_at_end = self._part.eof
            chunk = self._part.unused_data
