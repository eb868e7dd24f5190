"""Find posts by words, source, channel and the days on which they were collected.

In:   a bureau, a question.    Out:  numbers of posts, newest first; never by author.
Cost: one look-up in the index, which also answers when nothing is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.base.search import series
from huiying.base.search.series import SearchSeries, SeriesQuery, SeriesText
from huiying.policy.rulebook.platforms import OTHER, is_other
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Post

BATCH = 20  # texts in memory at once, when a shelf is filled anew; each may be long


@dataclass(frozen=True, slots=True)
class PostQuery:
    """What is looked for among posts; each part narrows, an empty one does not."""

    words: str = ""
    source_id: int | None = None
    channel: str = ""  # listed, or ``OTHER``
    since: datetime | None = None  # collected then or later
    until: datetime | None = None  # collected earlier
    before: int | None = None  # only posts with smaller numbers

    @property
    def first(self) -> int:
        """The smallest number that answers."""
        return first_id_at(self.since) if self.since else 0

    @property
    def end(self) -> int | None:
        """The number before which all answers stand."""
        ends = [first_id_at(self.until)] if self.until else []
        ends += [] if self.before is None else [self.before]
        return min(ends, default=None)


def search_entry(
    number: int, source_id: int, title: str, text: str, channel: str
) -> SeriesText:
    """Return a post as it is put on its shelf."""
    return SeriesText(number, f"{title} {text}", [_source(source_id), _channel(channel)])


def index_posts(bureau_id: int, posts: Sequence[SeriesText]) -> None:
    """Put posts on their shelf, in the transaction that stores them."""
    series.put(SearchSeries.POST, bureau_id=bureau_id, texts=posts)


def index_masked_posts(bureau_id: int, posts: Sequence[tuple[SeriesText, SeriesText]]) -> None:
    """Put posts on their shelf as they read now, given as they read before and read now."""
    series.replace(SearchSeries.POST, bureau_id=bureau_id, texts=posts)


def forget_posts(bureau_id: int, posts: Sequence[Post]) -> None:
    """Take posts off their shelf, in the transaction that deletes them."""
    entries = [
        search_entry(post.pk, post.source_id, post.title, post.text, post.channel)
        for post in posts
    ]
    series.remove(SearchSeries.POST, bureau_id=bureau_id, texts=entries)


def rebuild_post_index() -> None:
    """Fill the shelf anew from all posts: after a backup was restored."""
    series.empty(SearchSeries.POST)
    last = 0
    while posts := list(Post.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for bureau in {post.bureau_id for post in posts}:
            index_posts(
                bureau, [_all_entries(post) for post in posts if post.bureau_id == bureau]
            )
        last = posts[-1].pk


def search_posts(bureau_id: int, question: PostQuery, *, limit: int) -> list[int]:
    """Return the numbers of the newest posts that answer; none for a question for a person."""
    found = series.find(
        SearchSeries.POST, bureau_id=bureau_id, question=_numbered(question), limit=limit
    )
    return list(found.numbers)


def count_matches(bureau_id: int, question: PostQuery) -> int:
    """Return how many posts answer; ``MOST_COUNTED`` + 1 stands for more."""
    return series.count(SearchSeries.POST, bureau_id=bureau_id, question=_numbered(question))


def _numbered(question: PostQuery) -> SeriesQuery:
    facets = [_source(question.source_id)] if question.source_id else []
    facets += [_channel(question.channel)] if question.channel else []
    return SeriesQuery(question.words, facets, question.first, question.end)


def _all_entries(post: Post) -> SeriesText:
    return search_entry(post.pk, post.source_id, post.title, post.text, post.channel)


def _source(source_id: int) -> str:
    return f"s{source_id:x}"


def _channel(channel: str) -> str:
    channel = OTHER if is_other(channel) else channel  # no token is in the index
    return f"c{channel.encode().hex()}"
