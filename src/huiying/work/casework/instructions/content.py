"""What a leader confirms when he confirms an instruction: its content and hash.

In:   an instruction.    Out:  JSON-able data, and its SHA-256.
Cost: one query for the addressees.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.instructions.models import Instruction


def instruction_content(
    row: Instruction, units: Iterable[int], officers: Iterable[int]
) -> dict[str, Any]:
    """Return all that an instruction says, as it is bound.

    Args:
        units, officers: Keys of whom it addresses.
    """
    return {
        "schema": 1,
        "number": row.number,
        "about": [row.subject_kind, row.subject_ref],
        "given_by": row.given_by_id,
        "text": row.text,
        "dated": row.dated.isoformat(),
        "due": row.due_at.astimezone(UTC).isoformat() if row.due_at else "",
        "units": sorted(set(units)),
        "officers": sorted(set(officers)),
        "supervise": row.supervise,
        "scan": row.scan.sha256 if row.scan else "",
    }


def instruction_hash(row: Instruction) -> str:
    """Return the hash of what an instruction says."""
    rows = list(row.addressees.all())
    units = (one.unit_id for one in rows if one.unit_id is not None)
    officers = (one.officer_id for one in rows if one.officer_id is not None)
    return hash_of_content(instruction_content(row, units, officers))
