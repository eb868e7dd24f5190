"""Count posts, find known keys, and read the arrivals that wait for the stream."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from huiying.base.accounts.core.models import Bureau
from huiying.base.db.keys import Keys
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import (
    Arrival,
    DeletedKey,
    EarlierPlaces,
    EarlierRows,
    Lane,
    Post,
    PostKey,
    PushBatch,
)
from huiying.work.collection.sources.models import Source

ANSWERS_KEPT_FOR = timedelta(days=7)


def posts_per_source(bureau_id: int, now: datetime) -> dict[int, int]:
    """Return how many posts each source brought within 24 hours."""
    rows = Post.objects.filter(
        bureau_id=bureau_id, collected_at__gt=now - timedelta(days=1), history=False
    )
    return dict(rows.values_list("source_id").annotate(n=Count("pk")))


def known_digests(source_id: int, digests: list[bytes]) -> set[bytes]:
    """Return which of these key digests a source has, or had, posts for."""
    here = {"source_id": source_id, "digest__in": digests}
    rows = PostKey.objects.filter(**here).values_list("digest", flat=True)
    return {bytes(digest) for digest in rows} | deleted_digests(source_id, digests)


def deleted_digests(source_id: int, digests: list[bytes]) -> set[bytes]:
    """Return of which of these key digests the post of a source was deleted."""
    rows = DeletedKey.objects.filter(source_id=source_id, digest__in=digests)
    return {bytes(digest) for digest in rows.values_list("digest", flat=True)}


def live_arrivals(before: datetime) -> QuerySet[Arrival]:
    """Return the live posts of every bureau that came before a moment and wait to be placed."""
    return Arrival.objects.filter(lane=Lane.LIVE, post__collected_at__lte=before)


def waiting_counts(bureau_id: int | None = None) -> dict[tuple[int, int], int]:
    """Return how many posts wait to be placed, by bureau and lane; None: of every bureau."""
    waiting = _arrivals(bureau_id).order_by().values("bureau_id", "lane")
    rows = waiting.annotate(n=Count("pk"))
    return {(bureau, lane): n for bureau, lane, n in rows.values_list("bureau_id", "lane", "n")}


def oldest_waiting(bureau_id: int | None = None) -> dict[int, datetime]:
    """Return by bureau when the live post came that waits longest; None: of every bureau."""
    rows = _arrivals(bureau_id).filter(lane=Lane.LIVE).order_by().values("bureau_id")
    return dict(rows.annotate(at=Min("post__collected_at")).values_list("bureau_id", "at"))


def _arrivals(bureau_id: int | None) -> QuerySet[Arrival]:
    rows = Arrival.objects.all()
    return rows if bureau_id is None else rows.filter(bureau_id=bureau_id)


def bureaus_with_arrivals() -> set[int]:
    """Return the keys of the bureaus of which posts wait to be placed.

    One query with a look into an index for each: a round over fifty bureaus comes three times a
    second, also when nothing waits.
    """
    waiting = Arrival.objects.filter(bureau_id=OuterRef("pk"))
    return set(Bureau.objects.filter(Exists(waiting)).values_list("pk", flat=True))


def has_more_arrivals(bureau_id: int, posts: int) -> bool:
    """Tell whether more than so many posts of a bureau wait to be placed."""
    rows = Arrival.objects.filter(bureau_id=bureau_id).order_by("pk")
    return rows[posts : posts + 1].exists()


def has_more_live_arrivals(bureau_id: int, posts: int) -> bool:
    """Tell whether more than so many live posts of a bureau wait to be placed."""
    rows = Arrival.objects.filter(bureau_id=bureau_id, lane=Lane.LIVE).order_by("pk")
    return rows[posts : posts + 1].exists()


def has_backlog() -> bool:
    """Tell whether posts of a file wait to be placed, in any bureau."""
    return Arrival.objects.filter(lane=Lane.BACKLOG).exists()


def newest_open_names(most: int) -> list[int]:
    """Return the newest posts that are placed and wait for the second look, of all bureaus."""
    rows = Post.objects.filter(names_masked_at__isnull=True, arrival__isnull=True)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:most])


def count_open_names() -> int:
    """Return how many posts, of all bureaus, wait for the second look; an index answers."""
    return Post.objects.filter(names_masked_at__isnull=True).count()


def passes_over_places() -> list[int]:
    """Return the passes that bring earlier rows to listed places, posts before triage items."""
    rows = EarlierPlaces.objects.order_by("rows", "bureau_id")
    return list(rows.values_list("pk", flat=True))


def pass_over_places(pk: int) -> EarlierPlaces | None:
    """Return a pass as it stands; None when it is at its end, or posts are to come before."""
    row = EarlierPlaces.objects.filter(pk=pk).first()
    if row is None or row.rows == EarlierRows.POSTS:
        return row
    posts = EarlierPlaces.objects.filter(bureau_id=row.bureau_id, rows=EarlierRows.POSTS)
    return None if posts.exists() else row


def count_open_places(bureau_id: int) -> int:
    """Return how many earlier posts of a bureau were not brought to listed places yet."""
    row = EarlierPlaces.objects.filter(bureau_id=bureau_id, rows=EarlierRows.POSTS).first()
    if row is None:
        return 0
    posts = Post.objects.filter(bureau_id=bureau_id, pk__gte=row.next_id)
    return (posts if row.last_id is None else posts.filter(pk__lte=row.last_id)).count()


def has_open_places(bureau_id: int) -> bool:
    """Tell whether a pass over earlier rows of a bureau is not at its end."""
    return EarlierPlaces.objects.filter(bureau_id=bureau_id).exists()


def posts_with_source(keys: Iterable[int]) -> dict[int, Post]:
    """Return posts by their keys, each with its source."""
    rows = Post.objects.filter(pk__in=Keys(keys)).select_related("source")
    return {post.pk: post for post in rows}


def posts_of_source(source: Source, *, since: datetime) -> int:
    """Return how many posts a source brought since a moment; read by their numbers."""
    rows = Post.objects.filter(
        bureau_id=source.bureau_id, source=source, pk__gte=first_id_at(since)
    )
    return rows.filter(collected_at__gte=since).count()


def old_push_answers(now: datetime) -> QuerySet[PushBatch]:
    """Return the answers of pushes older than seven days."""
    return PushBatch.objects.filter(at__lt=now - ANSWERS_KEPT_FOR)
