"""Tell posts of one key apart: the next export of a file may count from 1 again.

In:   prepared items of one source whose keys may come again (``content_digest``).
Out:  the same items; one that another post has the key of gets the key of its content.
Cost: two queries a batch with such keys; a comparison of texts for each key that is known.

As in a feed, another address makes another post. So does another text, unless title and time
say that it was edited. In doubt two posts are kept: a copy is found later, a lost post is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple

from huiying.policy.time.zone import LOCAL
from huiying.work.collection.core.items import Refusal
from huiying.work.collection.core.post_address import address_identity
from huiying.work.collection.posts.models import PostKey
from huiying.work.collection.posts.prepare import PreparedPost
from huiying.work.collection.sources.models import Source

COMPARED_CHARS = 500
LEAST_SIMILAR = 0.6  # an edited text; names masked later change a little too


class _Content(NamedTuple):
    title: str
    text: str
    url: str
    published_at: datetime | None


def tell_apart(
    source: Source, prepared: Sequence[PreparedPost | Refusal]
) -> list[PreparedPost | Refusal]:
    """Return the items, each under a key that is no other post's."""
    digests = {
        item.digest
        for item in prepared
        if isinstance(item, PreparedPost) and item.content_digest
    }
    if not digests:
        return list(prepared)
    first_of = _stored(source, digests)
    found: list[PreparedPost | Refusal] = []
    for item in prepared:
        if isinstance(item, PreparedPost) and item.content_digest:
            own = _Content(item.title, item.text, item.url, item.published_at)
            first = first_of.setdefault(item.digest, own)
            if first is not own and not _is_same(first, own):
                item = replace(item, digest=item.content_digest)  # noqa: PLW2901
        found.append(item)
    return found


def _stored(source: Source, digests: set[bytes]) -> dict[bytes, _Content]:
    rows = PostKey.objects.filter(source_id=source.pk, digest__in=digests)
    columns = ("digest", "post__title", "post__text", "post__url", "post__published_at")
    return {
        bytes(digest): _Content(*content) for digest, *content in rows.values_list(*columns)
    }


def _is_same(one: _Content, other: _Content) -> bool:
    if one.url and other.url and address_identity(one.url) != address_identity(other.url):
        return False
    if one[:2] == other[:2]:
        return True
    if one.title == other.title and _is_moment(one.published_at):
        return one.published_at == other.published_at
    if one.text and other.text:
        return _similarity(one.text, other.text) >= LEAST_SIMILAR
    return _similarity(one.title, other.title) >= LEAST_SIMILAR


def _is_moment(at: datetime | None) -> bool:
    """Tell whether a time is more than a day: midnight is what a date alone becomes."""
    return at is not None and at.astimezone(LOCAL).strftime("%H:%M:%S") != "00:00:00"


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(
        None, one[:COMPARED_CHARS], other[:COMPARED_CHARS], autojunk=False
    ).ratio()
