"""Whether the bureau holds the post of a link: by its address, or by the words of its title.

In:   links with titles.    Out:  the post of each that is held, with the moment it came.
Cost: one query for all addresses, of 90 days, and a search for each title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db.models import Q

from huiying.work.collection.core.post_address import address_identity, public_address
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.search import PostQuery, search_posts

LOOKED_BACK: Final = timedelta(days=90)
LEAST_TITLE_CHARS: Final = 6


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as somebody found it; ``title`` may be ""."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that the bureau holds, and since when."""

    number: int
    collected_at: datetime


def link_identity(url: str) -> str:
    """Return what makes two addresses of a post one.

    >>> link_identity("https://M.example.org/t/9?utm_source=x#top")
    'm.example.org/t/9'
    """
    place = address_identity(public_address(url)).partition("#")[0]
    host, slash, path = place.partition("//")[2].partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/")


def held_posts(
    bureau_id: int, links: Sequence[FoundLink], now: datetime
) -> list[HeldPost | None]:
    """Return for each link the first post that is it, None = the bureau holds none."""
    by_address = _by_address(bureau_id, [link.url for link in links], now)
    return [
        by_address.get(link_identity(link.url)) or _by_title(bureau_id, link.title, now)
        for link in links
    ]


def _by_address(bureau_id: int, urls: Sequence[str], now: datetime) -> dict[str, HeldPost]:
    wanted = {link_identity(url) for url in urls}
    hosts = {urlsplit(url).hostname or "" for url in urls}
    since = now - LOOKED_BACK
    rows = Post.objects.filter(
        Q(host__in=hosts),
        bureau_id=bureau_id,
        pk__gte=first_id_at(since),
        collected_at__gt=since,
    )
    found: dict[str, HeldPost] = {}
    pairs = rows.order_by("-pk").values_list("pk", "collected_at", "url")
    for number, collected_at, url in pairs.iterator(chunk_size=2000):
        if (identity := link_identity(url)) in wanted:
            found[identity] = HeldPost(number, collected_at)
    return found


def _by_title(bureau_id: int, title: str, now: datetime) -> HeldPost | None:
    if len(title) < LEAST_TITLE_CHARS:
        return None
    question = PostQuery(words=title, since=now - LOOKED_BACK)
    numbers = search_posts(bureau_id, question, limit=200)
    row = Post.objects.filter(pk=min(numbers)).first() if numbers else None
    return HeldPost(row.pk, row.collected_at) if row else None
