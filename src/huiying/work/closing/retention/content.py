"""What the signatures on a deletion bind.

In:   a deletion.    Out:  its canonical shape, the hash of it.
Cost: pure.
"""

from __future__ import annotations

from typing import Any, Final

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.retention.models import PostDeletion

KIND: Final = PostDeletion.KIND


def deletion_content(deletion: PostDeletion) -> dict[str, Any]:
    """Return what is signed, in its canonical shape."""
    return {
        "number": deletion.number,
        "months": deletion.months,
        "before": deletion.before.astimezone(LOCAL).isoformat(),
        "today": deletion.today.isoformat(),
        "total": deletion.total,
        "plan": deletion.plan,
    }


def deletion_hash(deletion: PostDeletion) -> str:
    """Return what a signature is bound to."""
    return hash_of_content(deletion_content(deletion))
