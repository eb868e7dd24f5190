"""Where officers put a post: each move with who, when, from where, to where and why.

In:   a post of a bureau.    Out:  its moves, the oldest first.
Cost: one query for its moves, one over the splits since it came; decisions are rare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.work.incidents.placements.models import OfficerDecision, Placement


@dataclass(frozen=True, slots=True)
class PlacementChange:
    """One move of a post from an event to another one."""

    at: datetime
    by: str
    from_event: int
    to_event: int
    reason: str


def placement_changes(placement: Placement) -> list[PlacementChange]:
    """Return how officers moved a post, the oldest first."""
    key = str(placement.post_id)
    rows = OfficerDecision.objects.filter(
        bureau_id=placement.bureau_id, at__gte=placement.post.collected_at
    ).select_related("by")
    moves = rows.filter(kind="move", data__key=key)
    splits = [row for row in rows.filter(kind="split") if key in row.data["keys"]]
    return [
        PlacementChange(
            at=row.at,
            by=row.by.name or row.by.username,
            from_event=int(row.data["from"]),
            to_event=int(row.data["event" if row.kind == "move" else "new_event"]),
            reason=row.reason,
        )
        for row in sorted([*moves, *splits], key=lambda row: row.seq)
    ]
