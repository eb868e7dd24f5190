"""Withdraw posts that were read under wrong columns, as if they had not come.

In:   posts of one bureau that nobody acted on.    Out:  no row, count or search hit of them.
Cost: about 1 ms a post.

What points to a post goes with it: its key, its arrival, its placement. So the same row of a
file, read rightly, is a new post.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from huiying.base.counters.actions.count import counted
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.search import forget_posts
from huiying.work.collection.posts.volume import uncount_posts


@transaction.atomic
def withdraw_posts(*, bureau_id: int, post_ids: Collection[int]) -> None:
    """Delete posts with all that was stored for them."""
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=post_ids)
    posts = list(rows.select_for_update())
    moments = [
        at
        for post in posts
        if (at := post.published_at or (None if post.history else post.collected_at))
    ]
    uncount_posts(bureau_id, moments)
    forget_posts(bureau_id, posts)
    with counted(bureau_id, Post, [post.pk for post in posts]):
        rows.delete()
