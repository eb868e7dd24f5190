"""Read snapshots: of a post, those that wait for the job.

In:   posts.    Out:  snapshots.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from huiying.base.db.job_rows import JobState
from huiying.work.collection.snapshots.models import PageSnapshot


def snapshots_of(bureau_id: int, posts: Collection[int]) -> QuerySet[PageSnapshot]:
    """Return the snapshots of these posts, the newest first."""
    rows = PageSnapshot.objects.filter(bureau_id=bureau_id, post_id__in=posts)
    return rows.select_related("post", "requested_by")


def next_snapshot() -> PageSnapshot | None:
    """Return the snapshot that waits longest, of all bureaus."""
    rows = PageSnapshot.objects.filter(state=JobState.QUEUED)
    return rows.select_related("post", "bureau").order_by("pk").first()


def running_snapshots() -> QuerySet[PageSnapshot]:
    """Return the snapshots that a process is said to take."""
    rows = PageSnapshot.objects.filter(state=JobState.RUNNING)
    return rows.select_related("post").order_by("pk")
