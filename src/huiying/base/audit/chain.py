"""How a record is hashed: canonical JSON, UTC microseconds, SHA-256 over the previous hash.

In:   the fields of one record.    Out:  its 64-character hash.
Cost: microseconds. Pure, so that a verifier outside the product can do the same.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from huiying.policy.core.hashing import canonical_json, hash_of_text

GENESIS = "0" * 64


def utc_text(at: datetime) -> str:
    """Return a moment as UTC with microseconds, e.g. ``2026-11-24T02:19:00.000000Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record_hash(previous: str, fields: dict[str, Any]) -> str:
    """Return the hash of one record on top of the hash before it."""
    return hash_of_text(f"{previous}\n{canonical_json(fields)}")


def head_link(  # noqa: PLR0917 - the columns of a head, in their order
    previous: str, number: int, bureau: int, day: date, seq: int, digest: str, root: str = ""
) -> str:
    """Return the link of a day's head on top of the link before it.

    Args:
        root: Published with it; empty for heads from before there were roots.
    """
    fields = {
        "number": number,
        "bureau": bureau,
        "day": day.isoformat(),
        "seq": seq,
        "hash": digest,
        **({"root": root} if root else {}),
    }
    return record_hash(previous, fields)
