"""Posts as counts: by day, by platform. Never by author.

In:   a bureau, a period.    Out:  counts that the database made.
Cost: one query each; two by platform.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from huiying.policy.time.zone import LOCAL
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import DeletedPosts, HourVolume, Post


def posts_by_day(bureau_id: int, since: datetime, until: datetime) -> dict[date, int]:
    """Return posts by local day; a day without posts is left out."""
    rows = HourVolume.objects.filter(bureau_id=bureau_id, hour__gte=since, hour__lt=until)
    counted = rows.annotate(day=TruncDate("hour")).values("day").annotate(count=Sum("posts"))
    return {row["day"]: row["count"] for row in counted.order_by("day")}


def posts_by_platform(bureau_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """Return posts by stored platform, of a time of collection, as the list finds them."""
    ids = {"id__gte": first_id_at(since), "id__lt": first_id_at(until)}
    rows = Post.objects.filter(bureau_id=bureau_id, **ids)
    counted = rows.values_list("channel").annotate(count=Count("pk"))
    found = Counter(dict(counted)) + _deleted_by_platform(bureau_id, since, until)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _deleted_by_platform(bureau_id: int, since: datetime, until: datetime) -> Counter[str]:
    """Return what there was of whole local days and was deleted since."""
    rows = DeletedPosts.objects.filter(
        bureau_id=bureau_id,
        day__gte=since.astimezone(LOCAL).date(),
        day__lt=until.astimezone(LOCAL).date(),
    )
    return Counter(dict(rows.values_list("channel").annotate(count=Sum("posts"))))
