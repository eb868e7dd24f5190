"""Tell an event in sentences of its posts, each with the post that says it.

In:   event ids of one bureau.    Out:  at most three sentences with their groups of copies.
Cost: three queries and about 15 ms, for a page; nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.engine.summary import MOST_TEXTS, Source, summarise
from huiying.work.incidents.queries import PostGroup, post_groups

SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, word for word, and the group of copies that it comes from."""

    text: str
    group: PostGroup


def told_of(bureau_id: int, event_ids: list[int]) -> list[Told]:
    """Return the sentences that best cover events, in the order in which they were said."""
    groups = {
        group.group_id: group for group in post_groups(bureau_id, event_ids, limit=MOST_TEXTS)
    }
    found = summarise(
        [Source(key, groups[key].title, groups[key].text, groups[key].copies)
         for key in sorted(groups)],
        SENTENCES,
    )  # fmt: skip
    return [Told(sentence.text, groups[sentence.key]) for sentence in found]
