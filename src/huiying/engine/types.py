"""The values that enter and leave the engine.

In:   plain values of the caller (keys, texts, times).
Out:  frozen values: posts, placements, merges, suggestions, decisions of officers.
Cost: none; nothing here computes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


_LIKENESS_FROM: Final = 10  # posts from which an event must be the more alike the larger it is


@dataclass(frozen=True, slots=True)
class Post:
    """One post as it was collected."""

    key: int  # unique; grows with arrival
    title: str  # may be empty
    text: str  # any length; only the first 20,000 characters are analysed
    at: datetime  # when it was published, or else collected
    source: str = ""  # platform: one site, one application
    masked: bool = False  # as every stored post is: it need not be masked again


@dataclass(frozen=True, slots=True)
class Telling:
    """One text of an event, and how many posts say it."""

    key: int
    title: str  # may be empty
    text: str
    copies: int = 1  # posts that say the same, itself included


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the machine proposes something, in one Chinese sentence."""

    code: str  # stable, e.g. "same-text", "near-copy", "similar-words", "shared-name"
    text: str
    score: float | None = None  # a share in [0, 1] where one belongs to the reason


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one post belongs."""

    key: int
    group: int  # key of the first seen copy; ``key`` itself when there is none
    event: int  # key of the post that began the event; ``key`` itself when new
    score: float  # link score, about [0, 1.1]; 1.0 for copies, 0.0 for a new event
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Two events turned out to be one; the older seed survives as ``target_event``."""

    source_event: int
    target_event: int
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two events that may be one. Only a person can say so; never applied, never chained."""

    left_event: int  # the older seed
    right_event: int
    score: float
    told: Callable[[], tuple[Reason, ...]] = field(compare=False, repr=False)  # few are shown

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why they may be one; found out when it is asked."""
        return self.told()


@dataclass(frozen=True, slots=True)
class FeedResult:
    """The outcome of one batch.

    Apply the parts in their order: first the placements, then the merges (each moves *all*
    posts of its source), then show the suggestions.
    """

    placements: tuple[Placement, ...] = ()
    merges: tuple[Merge, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class MustLink:
    """An officer says: these two events are one."""

    left_event: int
    right_event: int


@dataclass(frozen=True, slots=True)
class CannotLink:
    """An officer says: these two events stay apart."""

    left_event: int
    right_event: int


@dataclass(frozen=True, slots=True)
class MayLink:
    """An officer takes back that these two events stay apart."""

    left_event: int
    right_event: int


@dataclass(frozen=True, slots=True)
class Move:
    """An officer says: this post belongs to that event."""

    key: int
    event: int
    from_event: int | None = None  # where it was; name it when the move is told again later


@dataclass(frozen=True, slots=True)
class Split:
    """An officer says: these posts are an event of their own."""

    keys: tuple[int, ...]  # at least one
    new_event: int  # one of ``keys``, or a number that neither a post nor an event has
    from_event: int | None = None  # where they were; name it when the split is told again later


Decision = MustLink | CannotLink | MayLink | Move | Split


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """The one set of defaults, for every source and language."""

    window_posts: int = 50_000  # the newest posts that are always kept
    window_span: timedelta = timedelta(hours=72)  # … or this much time, if that holds more
    window_most: int = 200_000  # never more than this, whatever the span says
    chunk_posts: int = 512  # posts between two looks at merging and expiry
    open_event_posts: int = 64  # posts kept of an open event beyond the window
    copy_share: float = 0.60  # shared shingles that make a near copy, in [0, 1]
    assign_score: float = 0.22  # link score at which a post joins an event
    sure_score: float = 0.45  # … at which no event of a farther neighbour is compared
    merge_score: float = 0.20  # link score at which two events are one
    suggest_score: float = 0.17  # link score at which a person is asked
    term_share: float = 0.05  # most that one term brings to the cosine of a direct link
    named_link: float = 0.18  # strength of a direct link between posts that share a name
    rare_link: float = 0.20  # … that share a rare word
    large_link: float = 0.215  # … that share neither, when the event is large
    plain_link: float = 0.30  # … that share neither
    apart_rare_link: float = 0.20  # … that name other places, and share a rare word
    apart_link: float = 0.40  # … that name other places
    sure_link: float = 0.55  # … with which it does not matter what others of the event name
    apart_strength: float = 0.10  # of a link by a rare word, when other names are no sign
    apart_share: float = 0.25  # most of the members that may name other places
    lone_extra: float = 0.03  # more strength for a lone post, a share of it for more of them
    late_extra: float = 0.014  # more strength for each e-fold of time between two posts …
    late_from: timedelta = timedelta(days=10)  # … beyond this
    company: float = 0.13  # power of their number by which several links may each be weaker
    large_event: int = 6  # above this many members a common word will do for a rare one
    large_bonus: float = 0.04  # more score for each e-fold of members above ``large_event``
    headline_terms: int = (
        80  # most terms of a post that may join by one word of the event's own
    )
    own_share: float = 0.50  # … a word that so many of its members hold
    own_purity: float = 0.70  # … and of all who hold it so many are its members
    linked_share: float = 0.50  # least share of members with a direct link
    mean_cosine: float = 0.05  # least mean cosine of the posts of a large event with another
    mean_growth: float = 0.02  # … and this much for each e-fold of its posts above ten
    retrieve_terms: int = 16  # heaviest terms of a post that look for neighbours
    retrieve_posts: int = 5  # neighbours looked at
    retrieve_merging: int = 24  # neighbours of an event looked at: most are its own posts
    retrieve_events: int = 3  # events compared
    retrieve_floor: float = 0.05  # least retrieval cosine of a neighbour

    def needed_mean(self, posts: int) -> float:
        """Return the mean cosine that an event of this many posts demands; 0 of a small one."""
        if posts <= self.large_event:
            return 0.0
        return max(self.mean_cosine, self.mean_growth * log(posts / _LIKENESS_FROM))
