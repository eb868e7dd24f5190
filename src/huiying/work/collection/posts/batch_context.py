"""What preparing the items of a source needs, of the source and its bureau.

In:   a source, a moment.    Out:  a ``BatchContext``, which can be sent to another process.
Cost: one query, and some hundred words.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.files.digest_secret import digest_secret
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.prepare import BatchContext, key_secret_of
from huiying.work.collection.sources.models import FETCHED, Source, SourceKind


def batch_context(source: Source, now: datetime) -> BatchContext:
    """Return what preparing the items of a source needs; it can be sent to another process."""
    return BatchContext(
        collected_at=now,
        key_secret=key_secret_of(digest_secret(), source.pk),
        channel=source.channel,
        community=source.community,
        # A feed's own title is no platform: three feeds of one site are one platform.
        own_channel=source.kind not in FETCHED,
        places=known_places_of(source.bureau_id, now),
        unlisted=unlisted_platform_of(source.pk),
        keys_restart=source.kind == SourceKind.FILE,
        delivered=source.is_delivered,
        by_hand=source.kind == SourceKind.MANUAL,
    )


def unlisted_platform_of(source_id: int) -> str:
    """Return what is counted as the platform of a source whose platform is in no list."""
    return f"source {source_id}"
