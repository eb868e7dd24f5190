"""Score how similar a post and an event, or two events, are, and give the reasons.

In:   two events, or a post and an event, as sums.
Out:  a link score and reasons for an officer.
Cost: 5-20 µs a pair.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from huiying.engine.stream.idf import UNIT
from huiying.engine.stream.vectors import cosine, name_cosine
from huiying.engine.text.leads import shared_words
from huiying.engine.text.names import merge_scenes
from huiying.reasons.reason import Reason, reason

if TYPE_CHECKING:
    from huiying.engine.stream.events import Event
    from huiying.engine.stream.idf import IdfTable
    from huiying.engine.stream.live_post import LivePost
    from huiying.engine.stream.settings import StreamSettings

_NAME_BONUS: Final = 0.025  # for names that agree fully
_NAME_PENALTY: Final = 0.05  # less when both have names and none agrees
_NAMES_APART: Final = 0.15  # the same, when both are events of two posts or more
_NAMES_AGREE: Final = 0.15  # cosine of names from which they agree
_NAMES_ENOUGH: Final = 0.5
_OTHER_PLACE: Final = reason("engine.other_place")


class Link(NamedTuple):
    """How alike two things are."""

    score: float
    words: float  # cosine of the sums, in [0, 1]
    names: float  # cosine of the names, in [0, 1]
    mean: float  # mean cosine of the posts of one with the posts of the other, in [0, 1]
    dot: float  # of both sums

    @property
    def names_agree(self) -> bool:
        """Whether both name the same places or bodies."""
        return self.names > _NAMES_AGREE


def link_score(
    product: float,
    left: Event | LivePost,
    right: Event,
    settings: StreamSettings,
    *,
    alike: bool = False,
) -> Link:
    """Return the link score: the words, a little more or less for the names and the size.

    Args:
        product: The product of both sums.
        alike: Titles call one thing, so that it does not count that no name agrees.
    """
    words = cosine(product, left.squared_norm, right.squared_norm)
    names = name_cosine(
        left.name_weights, left.names_squared_norm, right.name_weights, right.names_squared_norm
    )
    ours, its = len(left), len(right)
    small, large = (ours, its) if ours <= its else (its, ours)
    score = words
    if names > _NAMES_AGREE:
        score += _NAME_BONUS * min(names, _NAMES_ENOUGH) / _NAMES_ENOUGH
    elif left.name_weights and right.name_weights:
        penalty = 0.0 if alike else _NAME_PENALTY if small <= 1 else _NAMES_APART
        score -= penalty * (1 - names / _NAMES_AGREE)
    elif large > settings.large_event >= small:  # many posts know more of a matter's words
        score += settings.large_bonus * log(large / settings.large_event)
    posts = max(1, ours) * max(1, its)
    mean = product / (posts * UNIT * UNIT)
    return Link(score, words, names, mean, product)


def rare_shared_name(left: dict[str, int], right: dict[str, int], idf: IdfTable) -> str | None:
    """Return the heaviest rare name of both, or None."""
    shared = [
        (-min(left[name], right[name]), name)
        for name in left.keys() & right.keys()
        if idf.is_rare(name)
    ]
    return min(shared)[1] if shared else None


def link_reasons(
    link: Link,
    post: LivePost,
    other: LivePost,
    name: str | None,
    *,
    called: str | None = None,
    apart: bool = False,
) -> tuple[Reason, ...]:
    """Return why two posts or events were put together.

    Args:
        name: A rare name of both.
        called: What both titles call one thing, where no name agrees.
        apart: They are two accidents: it is only suggested.
    """
    words = tuple(f"“{word}”" for word in shared_words(post.lead_words, other.lead_words))
    lead, score = other.lead[:30], round(link.words, 2)
    reasons = [
        reason("engine.similar_words_shared", lead=lead, score=score, words=words)
        if words
        else reason("engine.similar_words", lead=lead, score=score)
    ]
    if name is not None and link.names > _NAMES_AGREE:
        reasons.append(reason("engine.shared_name", name=name))
    elif called is not None:
        reasons.append(reason("engine.called_alike", name=called))
    return (*reasons, _OTHER_PLACE) if apart else tuple(reasons)


def are_two_accidents(left: Event | LivePost, right: Event) -> bool:
    """Tell whether both sides speak of harm to people, and at different places.

    A second accident that hides in the event of the first one raises no alarm. Two accidents
    are told in the same words, so words alone never make them one: only a person may.
    """
    scenes, others = left.scenes, right.scenes
    if not scenes or not others:
        return False
    return merge_scenes(scenes.values()).is_apart(merge_scenes(others.values()))
