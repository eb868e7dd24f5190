"""Note since when each kind of channel has its state, to tell a new gap from an old one.

In:   how a bureau's kinds stand.    Out:  a row a kind; written only when its state changes.
Cost: one query, and a write for each change.
"""

from __future__ import annotations

from datetime import datetime

from huiying.work.collection.coverage.models import KindState
from huiying.work.collection.coverage.queries import Coverage


def note_states(*, bureau_id: int, coverage: Coverage, now: datetime) -> int:
    """Store the states that changed; return how many did."""
    known = dict(KindState.objects.filter(bureau_id=bureau_id).values_list("kind", "state"))
    changed = [row for row in coverage.kinds if known.get(row.kind.code) != row.state]
    for row in changed:
        KindState.objects.update_or_create(
            bureau_id=bureau_id,
            kind=row.kind.code,
            defaults={"state": row.state.value, "since": now},
        )
    return len(changed)
