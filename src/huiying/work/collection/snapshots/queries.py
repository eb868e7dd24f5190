"""Read snapshots: of a post, those that wait for the job.

In:   posts.    Out:  snapshots.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import QuerySet

from huiying.base.db.job_rows import JobState
from huiying.work.collection.fetch.addresses import host_of
from huiying.work.collection.snapshots.models import PageSnapshot


def snapshots_of(bureau_id: int, posts: Collection[int]) -> QuerySet[PageSnapshot]:
    """Return the snapshots of these posts, the newest first."""
    rows = PageSnapshot.objects.filter(bureau_id=bureau_id, post_id__in=posts)
    return rows.select_related("post", "requested_by")


def next_snapshot(takes: Callable[[str], bool]) -> PageSnapshot | None:
    """Return the snapshot that waits longest, of all bureaus.

    Args:
        takes: Asked for the host of each page, in lower case.
    """
    rows = PageSnapshot.objects.filter(state=JobState.QUEUED)
    waiting = rows.select_related("post", "bureau").order_by("pk").iterator()
    return next((row for row in waiting if takes(host_of(row.post.url))), None)


def running_snapshots() -> QuerySet[PageSnapshot]:
    """Return the snapshots that a process is said to take."""
    rows = PageSnapshot.objects.filter(state=JobState.RUNNING)
    return rows.select_related("post").order_by("pk")
