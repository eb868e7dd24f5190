"""Nouns of collection, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.collection.models.patrols import Patrol, PatrolPlan, PatrolResult
from huiying.work.collection.models.posts import (
    Arrival,
    FetchAddress,
    Health,
    HourVolume,
    ImportJob,
    ImportRefusal,
    ImportState,
    Lane,
    Post,
    PostKey,
    PushBatch,
    Source,
    SourceGap,
    SourceKind,
    VoiceKey,
)

__all__ = [
    "Arrival",
    "FetchAddress",
    "Health",
    "HourVolume",
    "ImportJob",
    "ImportRefusal",
    "ImportState",
    "Lane",
    "Patrol",
    "PatrolPlan",
    "PatrolResult",
    "Post",
    "PostKey",
    "PushBatch",
    "Source",
    "SourceGap",
    "SourceKind",
    "VoiceKey",
]
