"""Store the engine's snapshot of one turn; an older turn never replaces a newer one.

In:   a bureau, the placement up to which events were looked at, the blob.
Out:  True if kept.
Cost: one row replaced.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.learning.models import EngineSnapshot


@transaction.atomic
def save_snapshot(
    *, bureau_id: int, turn: int, decided: int, blob: bytes, now: datetime
) -> bool:
    """Keep a snapshot; False if a newer one is kept already (a worker that lost its lease).

    Args:
        decided: The number of the last officers' decision that is in it.
    """
    _row, made = EngineSnapshot.objects.get_or_create(
        bureau_id=bureau_id,
        defaults={"turn": turn, "decided": decided, "taken_at": now, "blob": blob},
    )
    if made:
        return True
    older = EngineSnapshot.objects.filter(bureau_id=bureau_id, turn__lte=turn)
    return older.update(turn=turn, decided=decided, taken_at=now, blob=blob) == 1


def look_again_from(*, bureau_id: int, turn: int) -> None:
    """Let events be looked at again from a placement on: numbers after it are given anew."""
    EngineSnapshot.objects.filter(bureau_id=bureau_id, turn__gt=turn).update(turn=turn)
