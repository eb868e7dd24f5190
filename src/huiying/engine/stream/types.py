"""Input and output values of the stream.

In:   decisions of officers.
Out:  frozen values: placements, merges, suggestions, each with its reasons.
Cost: none; nothing here computes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from huiying.reasons.reason import Reason


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
    explain: Callable[[], tuple[Reason, ...]] = field(
        compare=False, repr=False
    )  # few are shown

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why they may be one; found out when it is asked."""
        return self.explain()


@dataclass(frozen=True, slots=True)
class FeedResult:
    """The outcome of one batch.

    Apply the parts in their order: first the placements, then the merges (each moves *all*
    posts of its source), then show the suggestions.
    """

    placements: tuple[Placement, ...] = ()
    merges: tuple[Merge, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    def final_events(self) -> dict[int, int]:
        """Return each event that ended in this batch and the event that it is part of now.

        >>> FeedResult(merges=(Merge(3, 2, 0.5), Merge(2, 1, 0.5))).final_events()
        {3: 1, 2: 1}
        """
        moved = {merge.source_event: merge.target_event for merge in self.merges}
        final = {}
        for source, target in moved.items():
            while target in moved:
                target = moved[target]  # noqa: PLW2901
            final[source] = target
        return final


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
class MovePost:
    """An officer says: this post belongs to that event."""

    key: int
    event: int
    from_event: int | None = None  # where it was; name it when the move is told again later


@dataclass(frozen=True, slots=True)
class SplitEvent:
    """An officer says: these posts are an event of their own."""

    keys: tuple[int, ...]  # at least one
    new_event: int  # one of ``keys``, or a number that neither a post nor an event has
    from_event: int | None = None  # where they were; name it when the split is told again later


Decision = MustLink | CannotLink | MayLink | MovePost | SplitEvent
