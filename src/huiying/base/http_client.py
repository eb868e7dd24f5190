"""The one HTTP client that everything uses that asks or tells another machine something.

In:   the address that was checked, limits of time.
Out:  a client that connects to that address and nowhere else.
Cost: one pool of connections a client; the trusted certificates are loaded once a process.

A name is resolved and checked before, and the client is given the number: no proxy variable, no
.netrc, no redirect and no second answer of a name server leads a request elsewhere. Trusted are
the certificates of the operating system, or those that SSL_CERT_FILE names.
"""

from __future__ import annotations

import ssl
from functools import cache
from ipaddress import IPv4Address, IPv6Address

import httpx2

USER_AGENT = "huiying"


class _PinnedTransport(httpx2.AsyncHTTPTransport):
    """Refuses every request to another address than the one that was checked."""

    def __init__(self, address: IPv4Address | IPv6Address) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        self._address = str(address)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request.

        Raises:
            ConnectError: If it is for another address.
        """
        if request.url.host != self._address:
            raise httpx2.ConnectError("not the address that was checked", request=request)
        return await super().handle_async_request(request)


def pinned_client(
    address: IPv4Address | IPv6Address, *, seconds: float, connect_seconds: float
) -> httpx2.AsyncClient:
    """Return a client for one address.

    Args:
        seconds: How long each read or write may take.
        connect_seconds: How long connecting may take.
    """
    return httpx2.AsyncClient(
        transport=_PinnedTransport(address),
        timeout=httpx2.Timeout(seconds, connect=connect_seconds),
        headers={"User-Agent": USER_AGENT},
        trust_env=False,
        follow_redirects=False,
    )


def numeric_url(scheme: str, address: IPv4Address | IPv6Address, port: int, path: str) -> str:
    """Return the URL of a path at an address.

    >>> numeric_url("http", IPv6Address("::1"), 80, "/a?b")
    'http://[::1]:80/a?b'
    """
    shown = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    return f"{scheme}://{shown}:{port}{path}"


@cache
def _certificates() -> ssl.SSLContext:
    """Load the trusted certificates once: it takes longer than a request."""
    return httpx2.create_ssl_context()
