"""Read the newest engine snapshot of a bureau."""

from __future__ import annotations

from huiying.base.learning.models import EngineSnapshot


def latest_snapshot(bureau_id: int) -> EngineSnapshot | None:
    """Return the newest snapshot of a bureau; None if it has none."""
    return EngineSnapshot.objects.filter(bureau_id=bureau_id).first()


def snapshot_turn(bureau_id: int) -> int:
    """Return up to which placement events were looked at at the newest snapshot, or 0."""
    snapshot = latest_snapshot(bureau_id)
    return snapshot.turn if snapshot else 0
