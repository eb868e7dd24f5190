"""Record the times in which a source could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Min

from huiying.work.collection.sources.models import SourceGap

HALF_HOUR = timedelta(minutes=30)


def open_gap(*, bureau_id: int, source_id: int, since: datetime) -> None:
    """Note that a source cannot be read since a moment; an open gap stays as it is."""
    SourceGap.objects.get_or_create(
        source_id=source_id,
        until_at=None,
        defaults={"bureau_id": bureau_id, "from_at": since},
    )


def close_gap(*, source_id: int, now: datetime) -> None:
    """Note that a source is read again."""
    SourceGap.objects.filter(source_id=source_id, until_at=None).update(until_at=now)


def unread_since(source_ids: Iterable[int]) -> datetime | None:
    """Return since when the first of some sources cannot be read; None: each was read."""
    rows = SourceGap.objects.filter(source_id__in=list(source_ids), until_at=None)
    found: datetime | None = rows.aggregate(at=Min("from_at"))["at"]
    return found


def has_open_gap(source_id: int) -> bool:
    """Tell whether a source could not be read the last time, or only in part."""
    return SourceGap.objects.filter(source_id=source_id, until_at=None).exists()
