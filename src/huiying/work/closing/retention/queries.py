"""Read deletions of posts: the plan of the next one, what waits, what ran.

In:   a bureau, a moment.    Out:  a plan as data; rows.
Cost: a plan is one query over the posts that may go; docs/archive.md has measured times.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncMonth

from huiying.base.rulebook.queries import book_of
from huiying.policy.closing.archive import months_before
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.retention.free_posts import Limits, free_posts
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.names import mask_open_names

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class DeletionPlan:
    """What a deletion would take, as counts.

    Attributes:
        months, sources: Month "2026-01" and name of a source → posts.
        oldest, newest: Moments of collection in ISO form, "" = no post.
    """

    total: int
    months: dict[str, int]
    sources: dict[str, int]
    oldest: str
    newest: str

    def as_data(self) -> dict[str, Any]:
        """Return it as it is stored and signed."""
        return asdict(self)


def retention_months(bureau_id: int, now: datetime) -> int:
    """Return for how many months a post of no matter stays; 0 = none is deleted."""
    return int(book_of(bureau_id, now).archive.posts_months.value)


def limits_of(months: int, now: datetime) -> Limits:
    """Return what is old at a moment: whole local days count."""
    today = now.astimezone(LOCAL).date()
    first = datetime.combine(months_before(today, months), time(), tzinfo=LOCAL)
    return Limits(first, today)


def plan_of(bureau_id: int, limits: Limits) -> DeletionPlan:
    """Return what would go now."""
    rows = free_posts(bureau_id, limits)
    by_month = rows.annotate(month=TruncMonth("collected_at", tzinfo=LOCAL))
    counted = by_month.values_list("month", "source__name").annotate(
        count=Count("pk"), oldest=Min("collected_at"), newest=Max("collected_at")
    )
    parts = list(counted.order_by("month", "source__name"))
    months, sources = Counter[str](), Counter[str]()
    for month, source, count, _oldest, _newest in parts:
        months[f"{month:%Y-%m}"] += count
        sources[source] += count
    return DeletionPlan(
        total=sum(months.values()),
        months=dict(months),
        sources=dict(sources.most_common()),
        oldest=min(part[3] for part in parts).isoformat() if parts else "",
        newest=max(part[4] for part in parts).isoformat() if parts else "",
    )


def example_posts(deletion: PostDeletion) -> list[Post]:
    """Return some posts that would go, masked, the oldest; stored nowhere."""
    rows = free_posts(deletion.bureau_id, Limits(deletion.before, deletion.today))
    first = list(rows.select_related("source").order_by("pk")[:EXAMPLES])
    mask_open_names(first)
    return first


def deletions_of(bureau_id: int) -> QuerySet[PostDeletion]:
    """Return the deletions of a bureau, the newest first."""
    rows = PostDeletion.objects.filter(bureau_id=bureau_id)
    return rows.select_related("requested_by", "signoff").order_by("-requested_at", "-pk")


def running_deletions() -> list[PostDeletion]:
    """Return the deletions of all bureaus that go on."""
    return list(PostDeletion.objects.filter(state=DeletionState.RUNNING).order_by("pk"))
