"""The models of collection, gathered for Django; import them from their own modules."""

from huiying.work.collection.communities.models import Community
from huiying.work.collection.coverage.models import CoverageNote, KindAssignment, KindState
from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.imports.models import ImportJob, ImportRefusal
from huiying.work.collection.patrols.models import (
    Patrol,
    PatrolFinding,
    PatrolPlace,
    PatrolPlan,
    PlaceLook,
)
from huiying.work.collection.posts.models import (
    Arrival,
    DeletedKey,
    DeletedPosts,
    Delivery,
    EarlierPlaces,
    HourVolume,
    Post,
    PostKey,
    PostReach,
    PushBatch,
    VoiceKey,
)
from huiying.work.collection.samples.models import SampleLink, SampleMonth
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.sources.models import (
    FetchAddress,
    ListeningDay,
    MissedItem,
    Source,
    SourceGap,
)
from huiying.work.collection.topics.models import TopicMatch, WatchTopic

__all__ = [
    "Arrival",
    "Community",
    "CoverageNote",
    "DeletedKey",
    "DeletedPosts",
    "Delivery",
    "EarlierPlaces",
    "EmergencyMonitoring",
    "FetchAddress",
    "HourVolume",
    "ImportJob",
    "ImportRefusal",
    "KindAssignment",
    "KindState",
    "ListeningDay",
    "MissedItem",
    "PageSnapshot",
    "Patrol",
    "PatrolFinding",
    "PatrolPlace",
    "PatrolPlan",
    "PlaceLook",
    "Post",
    "PostKey",
    "PostReach",
    "PushBatch",
    "SampleLink",
    "SampleMonth",
    "Source",
    "SourceGap",
    "TopicMatch",
    "VoiceKey",
    "WatchTopic",
]
