"""Bring earlier posts of a bureau to listed places and to addresses without their authors.

In:   how far a pass came.    Out:  some hundred posts further; the search index follows.
Cost: about 0.1 ms a post, 1 ms one whose platform changes; one transaction a batch.

A name that is in no list becomes a token, as it does for new posts. A second process, or a run
after an interruption, changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiying.base.counters.actions.count import counted
from huiying.base.search.series import SeriesText
from huiying.policy.rulebook.platforms import fold_name, is_other
from huiying.work.collection.communities.known_places import KnownPlaces, known_places_of
from huiying.work.collection.core.post_address import public_address
from huiying.work.collection.posts.actions.mask_names import index_entries
from huiying.work.collection.posts.batch_context import unlisted_platform_of
from huiying.work.collection.posts.models import EarlierPlaces, EarlierRows, Post
from huiying.work.collection.posts.search import search_entry
from huiying.work.collection.posts.voice_keys import VoiceHasher, earlier_hashers_of
from huiying.work.collection.sources.models import Source

POSTS_AT_ONCE = 200
FIELDS = ("id", "bureau_id", "source_id", "title", "text", "url", "channel", "community",
          "collected_at")  # fmt: skip


def begin_pass(bureau_id: int) -> None:
    """Let a pass over the earlier rows of a bureau begin, or begin anew."""
    for rows in EarlierRows:
        EarlierPlaces.objects.update_or_create(
            bureau_id=bureau_id, rows=rows, defaults={"next_id": 0, "last_id": None}
        )


def settle_places(*, progress: EarlierPlaces, now: datetime) -> None:
    """Bring the next posts to listed places.

    The sources of the bureau come last: until then they say which posts had their platform.
    """
    last = progress.last_id
    if last is None:
        every = Post.objects.filter(bureau_id=progress.bureau_id)
        last = every.aggregate(last=Max("pk"))["last"] or 0
    due = Post.objects.filter(
        bureau_id=progress.bureau_id, pk__gte=progress.next_id, pk__lte=last
    )
    posts = list(due.order_by("pk").only(*FIELDS)[:POSTS_AT_ONCE])
    places = known_places_of(progress.bureau_id, now)
    settling = _Settling(places, progress.bureau_id, now, _platforms_of_sources(progress))
    with transaction.atomic():
        if not posts:
            _settle_sources(progress.bureau_id, places)
        with counted(progress.bureau_id, Post, [post.pk for post in posts]):
            changed_meanwhile = settling.store(posts)
        reached = min(changed_meanwhile, default=posts[-1].pk + 1 if posts else last + 1)
        standing = EarlierPlaces.objects.filter(
            pk=progress.pk, next_id=progress.next_id, last_id=progress.last_id
        )
        if not posts:
            standing.delete()
        else:
            standing.update(next_id=reached, last_id=last)


def _platforms_of_sources(progress: EarlierPlaces) -> dict[int, str]:
    rows = Source.objects.filter(bureau_id=progress.bureau_id)
    return dict(rows.values_list("pk", "channel"))


def _settle_sources(bureau_id: int, places: KnownPlaces) -> None:
    for source in Source.objects.filter(bureau_id=bureau_id):
        settled = {
            "channel": places.shown_platform(source.channel),
            "community": (source.community and places.community(source.community)) or "",
        }
        if settled != {"channel": source.channel, "community": source.community}:
            Source.objects.filter(pk=source.pk).update(**settled)


@dataclass(frozen=True)
class _Settling:
    """What posts of a batch are compared with."""

    places: KnownPlaces
    bureau_id: int
    now: datetime
    sources: Mapping[int, str]  # source → its platform as it was typed

    def store(self, posts: list[Post]) -> list[int]:
        """Store what changes; returns the posts that somebody changed meanwhile."""
        hashers = earlier_hashers_of(self.bureau_id, self.now)
        entries, missed = [], []
        for post in posts:
            after = self._settled(post, hashers(post.collected_at))
            before = {name: getattr(post, name) for name in after}
            if after == before:
                continue
            same = Post.objects.filter(pk=post.pk, title=post.title, text=post.text, **before)
            if not same.update(**after):
                missed.append(post.pk)
                continue
            was, entry = _entry(post, before["channel"]), _entry(post, after["channel"])
            if was.facets != entry.facets:
                entries.append((was, entry))
        index_entries(self.bureau_id, entries)
        return missed

    def _settled(self, post: Post, hasher: VoiceHasher) -> dict[str, str]:
        channel, community = post.channel, post.community
        if not is_other(channel):
            name = fold_name(channel)
            if channel == self.sources.get(post.source_id):
                name = unlisted_platform_of(post.source_id)
            channel = self.places.platform(channel) or hasher.other("channel", name)
        if community and not is_other(community):
            listed = self.places.community(community)
            community = listed or hasher.other("community", fold_name(community))
        return {
            "url": public_address(post.url),
            "channel": channel,
            "community": community,
        }


def _entry(post: Post, channel: str) -> SeriesText:
    return search_entry(post.pk, post.source_id, post.title, post.text, channel)
