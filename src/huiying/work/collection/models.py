"""The models of collection, gathered for Django; import them from their own modules."""

from huiying.work.collection.communities.models import Community
from huiying.work.collection.imports.models import ImportJob, ImportRefusal
from huiying.work.collection.patrols.models import Patrol, PatrolPlan
from huiying.work.collection.posts.models import (
    Arrival,
    DeletedKey,
    DeletedPosts,
    Delivery,
    EarlierPlaces,
    HourVolume,
    Post,
    PostKey,
    PushBatch,
    VoiceKey,
)
from huiying.work.collection.sources.models import (
    FetchAddress,
    ListeningDay,
    MissedItem,
    Source,
    SourceGap,
)

__all__ = [
    "Arrival",
    "Community",
    "DeletedKey",
    "DeletedPosts",
    "Delivery",
    "EarlierPlaces",
    "FetchAddress",
    "HourVolume",
    "ImportJob",
    "ImportRefusal",
    "ListeningDay",
    "MissedItem",
    "Patrol",
    "PatrolPlan",
    "Post",
    "PostKey",
    "PushBatch",
    "Source",
    "SourceGap",
    "VoiceKey",
]
