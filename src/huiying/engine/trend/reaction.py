"""Measure how far an event has spread and whether it grows.

In:   where its posts were seen, how many each hour brought.
Out:  platforms, communities, Breakout 1-6; the newest 1, 6 and 24 hours beside as many hours
      before them; whether it flares up again.
Cost: O(places + hours); pure.

Breakout (Nimmo, Brookings 2020) says how far, never how bad: 1 one platform and community, 2
many of one kind, 3 many of both, 4 media took it up, 5 a platform's hot list carries it, 6
something is done about it or violence is called for. The scale's *person* of note is left out:
this product knows no persons.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from huiying.engine.trend.baseline import WINDOWS, posts_within

HOT_LISTS: Final = re.compile(r"热搜|热榜|热点榜|热议榜|要闻榜")
_MIN_DAY_POSTS: Final = 5  # posts a day that make a matter live
_QUIET_RATIO: Final = 4  # a quiet day has at most this part of the posts of the loudest
_DAY: Final = 24
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where one matter was seen. None: unknown, never 0."""

    volume: int  # posts, copies included
    platforms: int | None  # distinct platforms; None when no post knows its platform
    communities: int | None  # distinct groups, forums, regions; None when none is known
    breakout: int | None  # category 1-6; None when no platform is known
    hot_list: str = ""  # the kind of a hot list that carries it, never a name as it came


@dataclass(frozen=True, slots=True)
class GrowthWindow:
    """The newest hours of a matter beside as many hours of it just before them."""

    hours: int
    posts: int
    before: int | None  # None: a source was not read then
    has_gap: bool  # a source was not read in these hours: there may be more posts


@dataclass(frozen=True, slots=True)
class Growth:
    """How a matter goes on."""

    windows: tuple[GrowthWindow, ...]  # 1, 6 and 24 hours
    again: bool  # it was loud, then quiet for a day without a gap, and is loud again


def read_spread(
    places: Iterable[tuple[str, str, int]], *, media: bool = False, act: bool = False
) -> Spread:
    """Return how far a matter has spread.

    Args:
        places: Platform, community ("" = none named) and posts there.
        media: A medium of the bureau's table took it up.
        act: A post tells of an act or calls for violence (``act_in``).
    """
    groups: defaultdict[str, set[str]] = defaultdict(set)
    volume, names = 0, set()
    for platform, community, posts in places:
        volume += posts
        if platform:
            groups[platform].update({community} if community else ())
        names |= {platform, community}
    hot = min(filter(None, map(hot_list_word, names)), default="")
    communities = {platform: max(1, len(names)) for platform, names in groups.items()}
    reached = (
        (6, act),
        (5, bool(hot)),
        (4, media),
        (breakout_category(communities), bool(groups)),
    )
    return Spread(
        volume=volume,
        platforms=len(groups) or None,
        communities=sum(map(len, groups.values())) or None,
        breakout=next((category for category, holds in reached if holds), None),
        hot_list=hot,
    )


def hot_list_word(name: str) -> str:
    """Return the kind of the hot list that a place is, "" if it is none.

    >>> hot_list_word("同城热搜榜"), hot_list_word("论坛")
    ('热搜', '')
    """
    found = HOT_LISTS.search(name)
    return found[0] if found else ""


def breakout_category(communities: Mapping[str, int]) -> int | None:
    """Return the Breakout category 1-3 of platform → communities; None without platforms."""
    if not communities:
        return None
    return 1 + (len(communities) > 1) + (max(communities.values()) > 1)


def read_growth(
    counts: Mapping[datetime, int],
    *,
    now: datetime,
    gaps: Collection[datetime] = frozenset(),
) -> Growth:
    """Return how a matter goes on.

    Args:
        counts: Local hour → posts of the matter.
        now: The local hour that runs.
        gaps: Local hours in which a source was not read.
    """
    windows = []
    for hours in WINDOWS:
        start = now - (hours - 1) * _HOUR
        earlier = start - hours * _HOUR
        unread = any(earlier <= hour < start for hour in gaps)
        windows.append(
            GrowthWindow(
                hours=hours,
                posts=posts_within(counts, start, hours),
                before=None if unread else posts_within(counts, earlier, hours),
                has_gap=any(start <= hour <= now for hour in gaps),
            )
        )
    return Growth(tuple(windows), _flared_up_again(counts, now, gaps))


def _flared_up_again(
    counts: Mapping[datetime, int], now: datetime, gaps: Collection[datetime]
) -> bool:
    """Tell whether a day of posts follows a quiet one that followed a loud one."""
    if posts_within(counts, now - (_DAY - 1) * _HOUR, _DAY) < _MIN_DAY_POSTS:
        return False
    loudest = 0
    for end in sorted(hour for hour in counts if hour <= now):
        after = end + _DAY * _HOUR  # the day that begins when this hour is over
        loudest = max(loudest, posts_within(counts, end - (_DAY - 1) * _HOUR, _DAY))
        quiet = posts_within(counts, end + _HOUR, _DAY) * _QUIET_RATIO <= loudest
        unread = any(end < hour <= after for hour in gaps)
        if loudest >= _MIN_DAY_POSTS and quiet and not unread and after < now:
            return True
    return False
