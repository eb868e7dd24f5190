"""Find posts by words, source, channel and the days on which they were collected.

In:   a bureau, a question.    Out:  numbers of posts, newest first; never by author.
Cost: one look-up in the index, which also answers when nothing is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.base.search import numbered
from huiying.base.search.numbered import Question, Shelf, Text
from huiying.work.collection.ids import first_of
from huiying.work.collection.models import Post

BATCH = 20  # texts in memory at once, when a shelf is filled anew; each may be long


@dataclass(frozen=True, slots=True)
class PostQuestion:
    """What is looked for among posts; each part narrows, an empty one does not."""

    words: str = ""
    source_id: int | None = None
    channel: str = ""
    since: datetime | None = None  # collected then or later
    until: datetime | None = None  # collected earlier
    before: int | None = None  # only posts with smaller numbers

    @property
    def first(self) -> int:
        """The smallest number that answers."""
        return first_of(self.since) if self.since else 0

    @property
    def end(self) -> int | None:
        """The number before which all answers stand."""
        ends = [first_of(self.until)] if self.until else []
        ends += [] if self.before is None else [self.before]
        return min(ends, default=None)


def findable(number: int, source_id: int, title: str, text: str, channel: str) -> Text:
    """Return a post as it is put on its shelf."""
    return Text(number, f"{title} {text}", [_source(source_id), _channel(channel)])


def make_findable(bureau_id: int, posts: Sequence[Text]) -> None:
    """Put posts on their shelf, in the transaction that stores them."""
    numbered.put(Shelf.POST, bureau_id=bureau_id, texts=posts)


def put_posts_again() -> None:
    """Fill the shelf anew from all posts: after a backup was restored."""
    numbered.empty(Shelf.POST)
    last = 0
    while posts := list(Post.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for bureau in {post.bureau_id for post in posts}:
            make_findable(bureau, [_again(post) for post in posts if post.bureau_id == bureau])
        last = posts[-1].pk


def search_posts(bureau_id: int, question: PostQuestion, *, limit: int) -> list[int]:
    """Return the numbers of the newest posts that answer; none for a question for a person."""
    found = numbered.find(
        Shelf.POST, bureau_id=bureau_id, question=_numbered(question), limit=limit
    )
    return list(found.numbers)


def count_found(bureau_id: int, question: PostQuestion) -> int:
    """Return how many posts answer; ``MOST_COUNTED`` + 1 stands for more."""
    return numbered.count(Shelf.POST, bureau_id=bureau_id, question=_numbered(question))


def _numbered(question: PostQuestion) -> Question:
    facets = [_source(question.source_id)] if question.source_id else []
    facets += [_channel(question.channel)] if question.channel else []
    return Question(question.words, facets, question.first, question.end)


def _again(post: Post) -> Text:
    return findable(post.pk, post.source_id, post.title, post.text, post.channel)


def _source(source_id: int) -> str:
    return f"s{source_id:x}"


def _channel(channel: str) -> str:
    return f"c{channel.encode().hex()}"
