"""What is asked by a supervision item: its content and hash, as the record names them.

In:   an item.    Out:  a hash.
Cost: pure.
"""

from __future__ import annotations

from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.supervision.models import Supervision


def demand_hash(row: Supervision) -> str:
    """Return the hash of what an item asks, because of what; its unit may be another later."""
    return hash_of_content(
        {
            "schema": 1,
            "number": row.number,
            "about": [row.subject_kind, row.subject_ref],
            "demand": row.demand,
            "instruction": row.instruction_id,
            "notice": row.notice_id,
            "task": row.task_id,
            "opened_by": row.opened_by_id,
        }
    )
