"""The posts that ``huiying analyze`` shows of an incident, as short quotations.

In:   an incident, the posts of the file by row number.    Out:  masked quotations.
Cost: at most 200 posts read an incident.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huiying.engine.masking.mask import mask
from huiying.engine.reading.summary import summarise
from huiying.engine.reading.titles import widen_punctuation
from huiying.engine.text.clean import clean
from huiying.engine.text.shortening import shorten
from huiying.engine.types import EventText

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from huiying.engine.analysis import FoundIncident
    from huiying.engine.types import Post


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of a post, masked, and how many posts hold the same text."""

    text: str
    copies: int


_READ_MOST: Final = 200  # posts of an incident that are read for a quotation
_TEXT_CHARS: Final = 400


def quotations_of(
    incident: FoundIncident,
    posts: Mapping[int, Post],
    *,
    most: int,
    width: int,
    measure: Callable[[str], int] = len,
) -> list[str]:
    """Return quotations of different posts, in the order of the file.

    A post that says no more than the title of the incident comes last: the title is shown.

    Args:
        most: Number of quotations.
        width: Of one quotation, in the unit of ``measure``.
    """
    texts = [_words_of(posts[key]) for key in incident.keys[:_READ_MOST]]
    shown = dict.fromkeys(shorten(text, width, measure=measure) for text in texts if text)
    title = incident.title.rstrip("…")
    return sorted(shown, key=lambda text: bool(title) and text.startswith(title))[:most]


def strongest_quotations(
    incident: FoundIncident, posts: Mapping[int, Post], *, most: int, width: int
) -> list[Quotation]:
    """Return the sentences that best stand for what was said, the most copied first.

    What other posts begin with follows, until there are enough.

    Args:
        most: Number of quotations.
        width: Of one quotation, in characters.
    """
    groups = incident.groups[:_READ_MOST]
    words = {key: _words_of(posts[key]) for key, _count in groups}
    copies = dict(groups)
    sources = [EventText(key, "", words[key], count) for key, count in groups]
    best = summarise(sources, most)
    found = [Quotation(shorten(one.text, width), copies[one.key]) for one in best]
    found.sort(key=lambda one: -one.copies)
    quoted = {one.key for one in best}
    rest = [key for key, _count in groups if key not in quoted and words[key]]
    for key in sorted(rest, key=lambda key: -copies[key])[: most - len(found)]:
        found.append(Quotation(shorten(words[key], width), copies[key]))
    return found


def _words_of(post: Post) -> str:
    """Return the text of a post, or its title where it has no text."""
    text = post.text.strip() or post.title.strip()
    plain = clean(mask(clean(text[:_TEXT_CHARS])).text)
    return " ".join(widen_punctuation(plain).split())
