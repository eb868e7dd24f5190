"""Take the second look at stored posts: replace the names that rules alone did not find.

In:   some posts, a moment.    Out:  texts and search index without them.
Cost: about 5 ms a post of 205 characters; the texts of one batch are in memory, and the writer
      is held for the posts that change, not while they are read.

A post is looked at once: what says so is written with its text, so that
a second process, or a run after an interruption, changes nothing twice. No name is written
anywhere: the text holds a label in its place.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import DatabaseError, OperationalError, transaction

from huiying.base.search.series import SeriesText
from huiying.work.collection.core.items import MAX_TITLE_CHARS
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.names import masked_words
from huiying.work.collection.posts.search import index_masked_posts, search_entry

log = logging.getLogger("huiying.names")

FIELDS = ("id", "bureau_id", "source_id", "title", "text", "channel")


def mask_names(*, post_ids: Collection[int], now: datetime) -> None:
    """Look at those of some posts that were not looked at."""
    rows = Post.objects.filter(pk__in=post_ids, names_masked_at__isnull=True)
    posts = list(rows.only(*FIELDS))
    changed = []
    for post, (title, text) in zip(posts, masked_words(posts), strict=True):
        after = (title[:MAX_TITLE_CHARS], text)
        if after != (post.title, post.text):
            changed.append((post, after))
    with transaction.atomic():
        _store(changed, now)
        others = {post.pk for post in posts} - {post.pk for post, _after in changed}
        Post.objects.filter(pk__in=others, names_masked_at__isnull=True).update(
            names_masked_at=now
        )


def _store(changed: Sequence[tuple[Post, tuple[str, str]]], now: datetime) -> None:
    """Write the texts that changed, and let them be found by the words that are left."""
    found: defaultdict[int, list[tuple[SeriesText, SeriesText]]] = defaultdict(list)
    for post, (title, text) in changed:
        open_one = Post.objects.filter(
            pk=post.pk, names_masked_at__isnull=True, channel=post.channel
        )
        if open_one.update(title=title, text=text, names_masked_at=now):
            found[post.bureau_id].append((_entry(post, post.title, post.text),
                                          _entry(post, title, text)))  # fmt: skip
    for bureau_id, entries in found.items():
        index_entries(bureau_id, entries)


def index_entries(bureau_id: int, entries: Sequence[tuple[SeriesText, SeriesText]]) -> None:
    """Change the index; a post whose entry SQLite does not find there keeps its old words."""
    for entry in entries:
        try:
            with transaction.atomic():
                index_masked_posts(bureau_id, [entry])
        except OperationalError:
            raise
        except DatabaseError:
            log.warning("post %s is not in the search index as it was stored", entry[0].number)


def _entry(post: Post, title: str, text: str) -> SeriesText:
    return search_entry(post.pk, post.source_id, title, text, post.channel)
