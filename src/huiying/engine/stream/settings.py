"""The limits and thresholds of the stream."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import log
from typing import Final

_GROWTH_FROM: Final = 10  # posts from which an event must be the more alike the larger it is


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """The one set of defaults, for every source and language."""

    window_posts: int = 50_000  # the newest posts that are always kept
    window_span: timedelta = timedelta(hours=72)  # … or this much time, if that holds more
    window_max_posts: int = 200_000  # never more than this, whatever the span says
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
    several_links_power: float = (
        0.13  # power of their number by which several links may each be weaker
    )
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
        return max(self.mean_cosine, self.mean_growth * log(posts / _GROWTH_FROM))
