"""What is known of the request at hand: its number, and the bureau that it concerns.

In:   the header ``X-Request-ID``; the bureau, from whoever looked it up.
Out:  a number for the log, the answer and the page of a fault; the slug of the bureau.
Cost: no query; a look at a header.

A number from outside is taken if it holds nothing of a person: whoever sends a telephone
number as one would write it into the log.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field

from huiying.engine.masking.mask import find_identifiers

HEADER = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_RANDOM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def new_number() -> str:
    """Return a number that no other request has."""
    return secrets.token_hex(16)


@dataclass(slots=True)
class RequestTrace:
    """What is known of one request."""

    number: str = field(default_factory=new_number)
    bureau: str = ""  # its slug; "" = not known, or of none
    bureau_id: int = 0  # its key; 0 = as above


current_trace: ContextVar[RequestTrace | None] = ContextVar("request_trace", default=None)
_slugs: dict[int, str] = {}  # a slug never changes


def number_of(given: str) -> str:
    """Return the number of a request: the one that it came with, or a new one.

    >>> number_of("7c1e0a52-deploy"), number_of("13800001111") == "13800001111"
    ('7c1e0a52-deploy', False)
    """
    if _RANDOM.fullmatch(given):
        return given
    taken = _PLAIN.fullmatch(given) and not find_identifiers(given)
    return given if taken else new_number()


def request_number() -> str:
    """Return the number of the request at hand; "" outside of one."""
    trace = current_trace.get()
    return trace.number if trace else ""


def trace_bureau(bureau_id: int, slug: str = "") -> None:
    """Say which bureau the request at hand concerns.

    Args:
        slug: Its slug; without it the one that was said before counts, and is not looked up.
    """
    if slug:
        _slugs[bureau_id] = slug
    if (trace := current_trace.get()) is not None:
        trace.bureau, trace.bureau_id = _slugs.get(bureau_id, ""), bureau_id
