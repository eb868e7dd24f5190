"""Mask the names in posts that the second look has not reached yet, before they are read.

In:   posts from the database.    Out:  the same posts; what is stored stays as it is.
Cost: none for posts that were looked at, which is nearly every post; else about 5 ms a post.

The job ``mask_names`` looks at a post some seconds after it was stored, or when an import is
through. Whatever reads posts for people calls this, so that nobody reads them before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiying.engine.masking.tagger import is_installed
from huiying.work.collection.communities.own_places import mask_for
from huiying.work.collection.core.items import MAX_TITLE_CHARS
from huiying.work.collection.posts.models import Post


def mask_open_names(posts: Iterable[Post]) -> None:
    """Mask, in memory, what the second look would find."""
    fresh = [post for post in posts if post.names_masked_at is None]
    if not fresh or not is_installed():
        return
    for post, (title, text) in zip(fresh, masked_words(fresh), strict=True):
        post.title, post.text = title[:MAX_TITLE_CHARS], text


def masked_words(posts: Sequence[Post]) -> list[tuple[str, str]]:
    """Return title and text of each post without names; places of its bureau stay.

    Cost: as ``mask_for``, once for each bureau.
    """
    found: dict[int, tuple[str, str]] = {}
    for bureau_id in {post.bureau_id for post in posts}:
        own = [post for post in posts if post.bureau_id == bureau_id]
        words = [words for post in own for words in (post.title, post.text)]
        masked = mask_for(bureau_id, words)
        for post, title, text in zip(own, masked[::2], masked[1::2], strict=True):
            found[post.pk] = title.text, text.text
    return [found[post.pk] for post in posts]
