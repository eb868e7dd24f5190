"""Panels of how far events have spread and how they grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.engine.trend.baseline import WINDOWS
from huiying.engine.trend.reaction import Growth, GrowthWindow, Spread, read_growth, read_spread
from huiying.policy.grading.grades import MEDIA_TIERS
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.place_names import community_name, count_words, platform_name
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.collection.posts.volume import hour_of
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.assessment.reaction import Place, media_in
from huiying.work.incidents.candidates.queries import act_phrase_of

LONGEST = timedelta(hours=2 * max(WINDOWS))  # a day beside the day before
LATELY = 6  # hours
LOOKED_BACK = timedelta(days=30)  # a matter that flares up after longer is a new one


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """The newest hours of a matter beside as many hours of it before them.

    Attributes:
        before: None = unknown.
        times: "" = nothing was said before, or now.
        still: Nothing new; gap: a source was not read.
    """

    label: str
    posts: int
    before: int | None
    times: str
    still: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One platform; share: in percent."""

    name: str
    posts: int
    share: int
    communities: str
    first_at: datetime


@dataclass(frozen=True, slots=True)
class MediumRow:
    """A media outlet that took a matter up; url: "" = no right to see posts."""

    name: str
    tier: str
    posts: int
    url: str


@dataclass(frozen=True, slots=True)
class SpreadPanel:
    """How far events have spread and how they grow (``components/_spread.html``).

    Attributes:
        again: It flares up.
        as_of: The moment of all these numbers.
        media_known: Any post has an address to look at.
    """

    breakout: int | None
    breakout_words: str
    counts: str
    again: bool
    windows: list[GrowthRow]
    channels: list[ChannelRow]
    as_of: datetime
    media_known: bool
    media: list[MediumRow]


def spread_of(posts: PostReading, officer: Officer, now: datetime) -> SpreadPanel | None:
    """Return spread, growth, platforms and media of events; None when they have no post."""
    places = posts.places
    if not places:
        return None
    book = posts.book(now)
    media = media_in(places, book)
    spread = read_spread(
        [(place.channel, place.community, place.posts) for place in places],
        media=bool(media),
        act=bool(act_phrase_of(posts.bureau_id, posts.event_ids)),
    )
    growth = _growth(posts, now)
    linked = may(officer, Capability.SEE_POSTS)
    return SpreadPanel(
        breakout=spread.breakout,
        breakout_words=_breakout_words(spread),
        counts=_counts(places),
        again=growth.again and _is_loud(growth),
        windows=[_window(window) for window in growth.windows],
        channels=_channels(places, spread.volume, posts.known_places(now)),
        as_of=now,
        media_known=bool(media) or any(place.host for place in places),
        media=[
            MediumRow(
                name=medium.entry,
                tier=translate_rule(MEDIA_TIERS[medium.tier]),
                posts=medium.posts,
                url=reverse("console:copies", args=[medium.group_id]) if linked else "",
            )
            for medium in media
        ],
    )


def flares_up(posts: PostReading, now: datetime) -> bool:
    """Tell whether a matter that was calm is spoken of again."""
    growth = _growth(posts, now)
    return growth.again and _is_loud(growth)


def _growth(posts: PostReading, now: datetime) -> Growth:
    # What was not read just before its first post may belong to it.
    since = max(min(*posts.by_hour, now - LONGEST), now - LOOKED_BACK)
    gaps = posts.volume.gaps_between(since, now)
    return read_growth(posts.by_hour, now=hour_of(now), gaps=gaps)


def _is_loud(growth: Growth) -> bool:
    """Tell whether anything was said in the newest hours; else nothing flares up."""
    return any(window.posts for window in growth.windows if window.hours <= LATELY)


def _breakout_words(spread: Spread) -> str:
    words = {
        1: _("一个平台的一个版块"),
        2: _("一个平台的多个版块，或多个平台"),
        3: _("多个平台，且有平台的多个版块"),
        4: _("有媒体介入"),
        5: _("登上平台热门榜单"),
        6: _("有帖文提及有关方面的处置，或号召围堵、打砸"),
    }
    return words[spread.breakout] if spread.breakout else _("平台未知")


def _counts(places: list[Place]) -> str:
    """Say how many places are known; what no post names is left out, never called 0."""
    platforms = {
        "listed": _("%(count)s 个平台"),
        "few": _("不足 %(least)s 个其他平台"),
        "others": _("至少 %(count)s 个其他平台"),
    }
    communities = {
        "listed": _("%(count)s 个版块或群"),
        "few": _("不足 %(least)s 个其他版块"),
        "others": _("至少 %(count)s 个其他版块"),
    }
    named = {(place.channel, place.community) for place in places if place.community}
    known = (
        count_words({place.channel for place in places}, platforms),
        count_words([community for _channel, community in named], communities),
    )
    return _("、").join(filter(None, known))


def _window(window: GrowthWindow) -> GrowthRow:
    """Return the newest hours of a matter beside the hours of it before them.

    Nothing said before is no multiple; nothing read is no silence.
    """
    times = f"{window.posts / window.before:.1f}" if window.before else ""
    return GrowthRow(
        label=_("近 %(hours)s 小时") % {"hours": window.hours},
        posts=window.posts,
        before=window.before,
        times=times if window.posts else "",
        still=not window.posts and not window.has_gap,
        gap=window.has_gap,
    )


def _channels(places: list[Place], total: int, listed: KnownPlaces) -> list[ChannelRow]:
    """Return platforms, the most posts first; those of no list are one row."""
    there: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        there[platform_name(place.channel, listed)].append(place)
    rows = [
        ChannelRow(
            name=channel,
            posts=(posts := sum(place.posts for place in found)),
            share=round(100 * posts / total),
            communities=_("、").join(
                sorted(filter(None, {community_name(p.community, listed) for p in found}))
            ),
            first_at=min(place.first_at for place in found),
        )
        for channel, found in there.items()
    ]
    return sorted(rows, key=lambda row: (-row.posts, row.name))
