"""Delete posts for good, with all that hangs on them; how many there were stays.

In:   posts of one bureau that nothing uses.    Out:  no row and no search hit of them; counts.
Cost: about 0.5 ms a post.

The volume by hour and the counters of posts stay as they are, and the hour, source and platform
of each is counted (``DeletedPosts``): pictures of old months stay, and counters can be compared
and rebuilt. The hash of its key stays too: a feed that still lists an old article does not
bring it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from huiying.base.db.bulk import add_amounts, insert_columns
from huiying.policy.rulebook.platforms import OTHER, is_other
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.posts.ids import moment_of
from huiying.work.collection.posts.models import DeletedKey, DeletedPosts, Post, PostKey
from huiying.work.collection.posts.search import forget_posts

Kind = tuple[datetime, int, str]  # local hour by its number, source, platform


@transaction.atomic
def delete_posts(*, bureau_id: int, post_ids: Collection[int]) -> Counter[date]:
    """Delete posts; return how many were collected on each local day."""
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=post_ids)
    posts = list(rows.select_for_update())
    counts = {(bureau_id, *kind): count for kind, count in Counter(map(_kind, posts)).items()}
    names = ("bureau_id", "hour", "source_id", "channel")
    add_amounts(DeletedPosts, names, counts, amount="posts")
    _keep_keys(bureau_id, [post.pk for post in posts])
    forget_posts(bureau_id, posts)
    rows.delete()
    return Counter(post.collected_at.astimezone(LOCAL).date() for post in posts)


def _kind(post: Post) -> Kind:
    hour = moment_of(post.pk).astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    return hour, post.source_id, OTHER if is_other(post.channel) else post.channel


def _keep_keys(bureau_id: int, post_ids: list[int]) -> None:
    keys = PostKey.objects.filter(post_id__in=post_ids).values_list("source_id", "digest")
    pairs = list(keys)
    if pairs:
        insert_columns(
            DeletedKey,
            {
                "source_id": [source for source, _digest in pairs],
                "digest": [bytes(digest) for _source, digest in pairs],
            },
            every={"bureau_id": bureau_id},
            ignore_conflicts=True,
        )
