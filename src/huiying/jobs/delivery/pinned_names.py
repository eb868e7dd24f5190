"""Let a library that connects by itself reach the address that was checked, and no other.

In:   a host, one of its checked numeric addresses.
Out:  a block within which connections to this host go to that number, and others nowhere.
Cost: none.

A name is resolved once and checked. A library that resolved it again could be led elsewhere by
the second answer (DNS rebinding), by a proxy variable or by reading the address differently.
The name still goes along as Host and in TLS, whose certificate is checked against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from urllib3.util import connection

from huiying.work.collection.fetch.addresses import IPAddress

_connect = connection.create_connection
_checked: ContextVar[tuple[str, IPAddress] | None] = ContextVar("_checked", default=None)


@contextmanager
def pinned_name(host: str, address: IPAddress) -> Iterator[None]:
    """Let connections to a host (lower case, no brackets) go to its checked address alone."""
    token = _checked.set((host, address))
    try:
        yield
    finally:
        _checked.reset(token)


def _create_connection(address: tuple[str, int], *args: Any, **kwargs: Any) -> Any:
    """Connect as urllib3 does; within ``pinned_name`` to the number alone."""
    if (checked := _checked.get()) is not None:
        host, number = checked
        if address[0].strip("[]").rstrip(".").lower() != host:
            message = "only the address that was checked may be connected to"
            raise OSError(message)
        address = (str(number), address[1])
    return _connect(address, *args, **kwargs)


# apprise asks requests, requests asks urllib3, and neither lets a caller say where to connect.
connection.create_connection = _create_connection
