"""One text and its copies: first appearance, spread, and changes of the text.

In:   a group of copies of one bureau.    Out:  every post of it, platforms, variants.
Cost: three queries for a page; about 1 ms for each variant that is compared.

No copy is left out: variants show in what copies differ, the list shows every post.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Min

from huiying.engine.text.differences import Difference, compare
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import PostGroup, copies_of, placements_of_group

MAX_COMPARED = 30  # texts other than the first, on the page of a post
MAX_COMPARED_IN_LISTS = 100  # texts other than the first, for the labels of a list


@dataclass(frozen=True, slots=True)
class PlatformCopies:
    """The copies on one platform."""

    channel: str  # listed, or a token
    posts: int
    first_at: datetime  # collected
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Variant:
    """Copies that differ from the first seen in the same way."""

    first: PostGroup
    posts: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class Copies:
    """A text and everything known of its copies."""

    posts: list[PostGroup]  # the first seen first; the newest of very many are left out
    total: int
    platforms: list[PlatformCopies]
    variants: list[Variant]
    more_variants: int  # that were not compared


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """In how many ways the copies of a group differ from its first post."""

    variants: int
    opposite: bool  # one says the opposite of a sentence


def read_copies(bureau_id: int, group_id: int) -> Copies | None:
    """Return a group of copies; None when there is none in the bureau."""
    posts = copies_of(bureau_id, group_id)
    if not posts:
        return None
    rows = placements_of_group(bureau_id, group_id)
    platforms = [
        PlatformCopies(row["post__channel"], row["posts"], row["first"], row["last"])
        for row in rows.values("post__channel")
        .annotate(
            posts=Count("pk"),
            first=Min("post__collected_at"),
            last=Max("post__collected_at"),
        )
        .order_by("first", "post__channel")
    ]
    first = (posts[0].title, posts[0].text)
    others: defaultdict[tuple[str, str], list[PostGroup]] = defaultdict(list)
    for post in posts[1:]:
        comparable = _comparable(first, (post.title, post.text))
        if comparable[0] != comparable[1]:
            others[comparable].append(post)
    texts = list(others)
    return Copies(
        posts=posts,
        total=sum(platform.posts for platform in platforms),
        platforms=platforms,
        variants=[
            Variant(others[comparable][0], len(others[comparable]), compare(*comparable))
            for comparable in texts[:MAX_COMPARED]
        ],
        more_variants=max(0, len(texts) - MAX_COMPARED),
    )


def count_changes(bureau_id: int, groups: Sequence[PostGroup]) -> dict[int, ChangeCount]:
    """Return in how many ways the copies of groups differ; equal copies have no entry."""
    firsts = {one.group_id: (one.title, one.text) for one in groups if one.copies > 1}
    if not firsts:
        return {}
    rows = (
        Placement.objects.filter(bureau_id=bureau_id, group_id__in=list(firsts))
        .exclude(post_id=F("group_id"))
        .values_list("group_id", "post__title", "post__text")
        .distinct()
        .order_by("group_id")[:MAX_COMPARED_IN_LISTS]
    )
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for group_id, title, text in rows:
        comparable = _comparable(firsts[group_id], (title, text))
        if comparable[0] != comparable[1]:
            found[group_id].add(comparable)
    return {
        group_id: ChangeCount(
            len(texts), any(compare(*comparable).count("negated") for comparable in texts)
        )
        for group_id, texts in found.items()
    }


def _comparable(first: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """Return two posts as texts to compare; a platform without titles has cut none."""
    if first[0] and other[0]:
        return "\n".join(first), "\n".join(other)
    return first[1], other[1]
