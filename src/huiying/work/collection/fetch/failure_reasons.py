"""Say why an address could not be fetched.

In:   a code of the transport, or the number of an answer.   Out:  a ``Reason``.
Cost: none.
"""

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.fetch.addresses import FetchPolicy

TRANSPORT_REASONS = {
    "unreachable": reason("collection.fetch.unreachable"),
    "bad_certificate": reason("collection.fetch.bad_certificate"),
    "bad_encoding": reason("collection.fetch.bad_encoding"),
    "bad_answer": reason("collection.fetch.bad_answer"),
}
ROBOTS_REASONS = {
    "timeout": reason("collection.robots.timeout"),
    "unreachable": reason("collection.robots.unreachable"),
    "bad_certificate": reason("collection.robots.bad_certificate"),
    "server_error": reason("collection.robots.server_error"),
}
NEEDS_LOGIN = frozenset({401, 403, 407})
NOT_FOUND = frozenset({404, 410})
SLOW_DOWN = 429


def transport_reason(code: str, policy: FetchPolicy) -> Reason:
    """Return what to say of a code of ``TransportFailed``."""
    if code == "timeout":
        return reason("collection.fetch.timeout", seconds=policy.max_seconds)
    if code == "too_big":
        return reason("collection.fetch.too_big", limit=policy.max_bytes / (1 << 20))
    return TRANSPORT_REASONS[code]


def status_reason(number: int) -> Reason:
    """Return what to say of an answer that brought no content."""
    if number in NEEDS_LOGIN:
        return reason("collection.fetch.needs_login", number=number)
    if number in NOT_FOUND:
        return reason("collection.fetch.not_found", number=number)
    if number == SLOW_DOWN:
        return reason("collection.fetch.asked_to_slow_down", number=number)
    if number >= 500:  # noqa: PLR2004 - the class of HTTP's server errors
        return reason("collection.fetch.server_error", number=number)
    return reason("collection.fetch.http_error", number=number)
