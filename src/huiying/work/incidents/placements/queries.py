"""Read the posts of events: groups of copies, counts, and the newest of a search.

In:   bureau id, event ids.    Out:  rows for screens; never a list by author.
Cost: a constant number of queries each; posts are paged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Min, Q, QuerySet

from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.collection.posts.search import PostQuery, search_posts
from huiying.work.incidents.placements.models import Placement


@dataclass(frozen=True, slots=True)
class PostGroup:
    """Copies of one text, shown as one line with ×n; nothing is dropped."""

    post_id: int
    group_id: int
    title: str
    text: str
    url: str
    host: str
    source: str
    copies: int
    places: int
    published_at: datetime | None
    collected_at: datetime
    noticed_at: datetime | None
    reasons: list[dict[str, Any]]
    pinned: bool
    channels: tuple[tuple[str, int], ...] = ()  # platform → copies there, the most first


def last_placement_number(bureau_id: int) -> int:
    """Return the number of the newest placement of a bureau; 0 when there is none."""
    last: int | None = Placement.objects.filter(bureau_id=bureau_id).aggregate(last=Max("seq"))[
        "last"
    ]
    return last or 0


def count_voices(bureau_id: int, event_ids: list[int]) -> int:
    """Return how many distinct voices speak in events; a count, never a list."""
    total: int = Placement.objects.filter(
        bureau_id=bureau_id, event_id__in=event_ids
    ).aggregate(n=Count("post__voice", distinct=True))["n"]
    return total


def count_groups_and_posts(bureau_id: int, event_ids: list[int]) -> tuple[int, int]:
    """Return (groups, posts) of events."""
    row = Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids).aggregate(
        groups=Count("group_id", distinct=True), posts=Count("pk")
    )
    return row["groups"], row["posts"]


def post_groups(
    bureau_id: int,
    event_ids: list[int],
    *,
    offset: int = 0,
    limit: int = 20,
    newest: bool = False,
) -> list[PostGroup]:
    """Return copy groups of events: the largest first, or the newest first.

    Numbers of posts grow with the moment they were collected, so that groups are put in order
    by placements alone; posts are read only of those that are shown.
    """
    order = "-last" if newest else "-copies"
    inside = Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    groups = list(
        inside.values("group_id")
        .annotate(copies=Count("pk"), last=Max("post_id"), first=Min("post_id"))
        .order_by(order, "group_id")[offset : offset + limit]
    )
    shown = inside.filter(group_id__in=[row["group_id"] for row in groups])
    found = _spread_of_copies(shown)
    firsts = Placement.objects.filter(post_id__in=[row["first"] for row in groups])
    posts = {row.post_id: row for row in firsts.select_related("post", "post__source")}
    mask_open_names(row.post for row in posts.values())
    return [
        replace(
            _group(posts[row["first"]], row["copies"], found[row["group_id"]].places),
            channels=found[row["group_id"]].channels,
        )
        for row in groups
    ]


class _CopySpread(NamedTuple):
    places: int  # sources
    channels: tuple[tuple[str, int], ...]


def _spread_of_copies(shown: QuerySet[Placement]) -> dict[int, _CopySpread]:
    """Return of each group how many sources carried it, and its copies by platform."""
    rows = shown.values_list("group_id", "post__source", "post__channel")
    sources: defaultdict[int, set[int]] = defaultdict(set)
    channels: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for group_id, source, channel, copies in rows.annotate(n=Count("pk")).order_by("group_id"):
        sources[group_id].add(source)
        channels[group_id][channel] += copies
    return {
        group_id: _CopySpread(
            len(there),
            tuple(sorted(channels[group_id].items(), key=lambda one: (-one[1], one[0]))),
        )
        for group_id, there in sources.items()
    }


def placement_of(bureau_id: int, post_id: int) -> Placement:
    """Return where a placed post stands, with the post."""
    return Placement.objects.select_related("post").get(bureau_id=bureau_id, post_id=post_id)


def events_of_group(bureau_id: int, group_id: int) -> dict[int, int]:
    """Return the event of each copy of a group; officers may have parted them."""
    return dict(placements_of_group(bureau_id, group_id).values_list("post_id", "event_id"))


def placements_of_group(bureau_id: int, group_id: int) -> QuerySet[Placement]:
    """Return the placements of a group, by two look-ups: the first seen, and its copies."""
    first = Q(post_id=group_id, group_id=group_id)
    copies = Q(group_id=group_id) & ~Q(post_id=F("group_id"))
    return Placement.objects.filter(first | copies, bureau_id=bureau_id)


def copies_of(bureau_id: int, group_id: int) -> list[PostGroup]:
    """Return every copy of one group, oldest first."""
    found = placements_of_group(bureau_id, group_id).select_related("post", "post__source")
    rows = list(found.order_by("seq")[:500])
    mask_open_names(row.post for row in rows)
    return [_group(row, 1, 1) for row in rows]


def posts_by_id(bureau_id: int, post_ids: Iterable[int]) -> dict[int, PostGroup]:
    """Return posts by their id, each as a line of its own."""
    found = Placement.objects.filter(bureau_id=bureau_id, post_id__in=list(post_ids))
    rows = list(found.select_related("post__source"))
    mask_open_names(row.post for row in rows)
    return {row.post_id: _group(row, 1, 1) for row in rows}


def _group(placement: Placement, copies: int, places: int) -> PostGroup:
    post = placement.post
    return PostGroup(
        post_id=post.pk,
        group_id=placement.group_id,
        title=post.title,
        text=post.text,
        url=post.url,
        host=post.host,
        source=post.source.name,
        copies=copies,
        places=places,
        published_at=post.published_at,
        collected_at=post.collected_at,
        noticed_at=post.noticed_at,
        reasons=placement.reasons,
        pinned=placement.pinned,
    )


def newest_posts(bureau_id: int, question: PostQuery, *, limit: int) -> list[Post]:
    """Return the newest posts that answer a question, with where each was placed."""
    return placed_posts(bureau_id, search_posts(bureau_id, question, limit=limit))


def placed_posts(bureau_id: int, found: Sequence[int]) -> list[Post]:
    """Return posts by their numbers, the newest first, with where each was placed."""
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=found)
    posts = list(rows.select_related("source", "placement").order_by("-pk"))
    mask_open_names(posts)
    return posts


def group_id_of(post: Post) -> int | None:
    """Return the group of copies of a post; None while the stream has not placed it."""
    placement = getattr(post, "placement", None)
    return placement.group_id if placement else None


def event_id_of(post: Post) -> int | None:
    """Return the event of a post; None while the stream has not placed it."""
    placement = getattr(post, "placement", None)
    return placement.event_id if placement else None
