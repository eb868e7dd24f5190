"""Moments that another program writes: ISO 8601 with a zone.

In:   a text.    Out:  the moment in UTC, or None.
Cost: a microsecond.
"""

from __future__ import annotations

from datetime import UTC, datetime

YEARS = range(1900, 2100)  # that somebody can mean; beyond them clocks cannot be reckoned


def moment_with_zone(text: str) -> datetime | None:
    """Return the moment that a text names; None if it is none, or of a year beyond ``YEARS``.

    In UTC: an offset of sixteen hours is one that PostgreSQL does not store.

    >>> moment_with_zone("2026-12-01T08:30:00+08:00").isoformat()
    '2026-12-01T00:30:00+00:00'
    >>> moment_with_zone("2026-12-01T08:30:00"), moment_with_zone("0001-01-01T00:00:00+08:00")
    (None, None)
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None or found.year not in YEARS:
        return None
    return found.astimezone(UTC)
