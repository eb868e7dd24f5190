"""Measure how far a matter has spread.

In:   the posts of one event; the usual number of posts of its kind of matter in such a time.
Out:  volume, voices, platforms, communities, Breakout 1-3 and times the usual level.
Cost: O(posts); pure. Breakout 4-6 needs media, officials or acts and is read elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huiying.engine.types import Post


@dataclass(frozen=True, slots=True)
class Reaction:
    """The spread of one matter. None: unknown, never 0."""

    volume: int  # posts, copies included
    voices: int | None  # distinct voices; None when no post knows its voice
    platforms: int | None  # distinct sources; None when no post knows its source
    communities: int | None  # distinct groups, forums, regions; None when none is known
    breakout: int | None  # 1 one/one, 2 one side many, 3 many/many; None when unknown
    times_usual: float | None  # volume over the usual level; None without such a level


def read_reaction(posts: Iterable[Post], usual_level: float | None) -> Reaction:
    """Return the reaction to one event.

    Args:
        posts: All posts of the event, copies included.
        usual_level: Posts usual in such a time, above 0; None when there is no history.
    """
    voices: set[bytes] = set()
    platforms: set[str] = set()
    communities: set[tuple[str, str]] = set()
    volume = 0
    for post in posts:
        volume += 1
        if post.voice:
            voices.add(post.voice)
        if post.source:
            platforms.add(post.source)
        if post.community:
            communities.add((post.source, post.community))
    known = usual_level is not None and usual_level > 0
    return Reaction(
        volume=volume,
        voices=len(voices) or None,
        platforms=len(platforms) or None,
        communities=len(communities) or None,
        breakout=breakout_of(len(platforms), len(communities)),
        times_usual=round(volume / usual_level, 2) if known and usual_level else None,
    )


def breakout_of(platforms: int, communities: int) -> int | None:
    """Return the Breakout category 1-3 (Nimmo, Brookings 2020), or None without platforms.

    A post without a named community counts its platform as one community.
    """
    if platforms == 0:
        return None
    many_platforms, many_communities = platforms > 1, communities > 1
    if many_platforms and many_communities:
        return 3
    return 2 if many_platforms or many_communities else 1
