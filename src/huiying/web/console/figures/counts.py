"""Figures of amount: posts by day, by platform and by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.rulebook.platforms import OTHER
from huiying.web.console.figures.links import posts_url
from huiying.web.console.figures.period import USUAL, Period
from huiying.web.console.shared.list_tools import Column, SortOrder
from huiying.web.shared.place_names import platform_name
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.counts import (
    posts_by_day,
    posts_by_platform,
    posts_by_source,
)
from huiying.work.collection.sources.listening import listening_days
from huiying.work.collection.sources.queries import sources_of

PLATFORM_COLUMNS = (
    Column("name", gettext_lazy("平台"), sorts=True),
    Column("count", gettext_lazy("帖文"), sorts=True, descending=True),
)
SOURCE_COLUMNS = (
    Column("name", gettext_lazy("来源"), sorts=True),
    Column("count", gettext_lazy("帖文"), sorts=True, descending=True),
)
LEVELS = 4


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day: posts, None = nothing was collected; ``level`` from 0 to ``LEVELS``."""

    day: date
    count: int | None
    level: int
    url: str


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """A week from Monday; a day outside of the calendar is None."""

    label: str
    cells: list[DayCell | None]
    total: int


@dataclass(frozen=True, slots=True)
class CalendarFigure:
    """Posts a day in the last twelve weeks of a period."""

    finding: str
    weekdays: list[str]
    weeks: list[CalendarWeek]


def calendar_figure(bureau_id: int, period: Period, *, links: bool) -> CalendarFigure:
    """Return posts by day, of the last twelve weeks of the period and not before it.

    Args:
        links: The reader may open posts.
    """
    mondays = period.mondays[-USUAL:]
    first = max(mondays[0], period.first)
    shown = replace(period, first=first)
    counts = posts_by_day(bureau_id, shown.since, shown.until)
    listened = listening_days(bureau_id, since=first)
    most = max(counts.values(), default=0)

    def cell(day: date) -> DayCell | None:
        if not first <= day <= period.last:
            return None
        count = counts.get(day, 0 if day in listened else None)
        level = -(-LEVELS * count // most) if count and most else 0
        url = posts_url(period.part(day, day)) if links and count else ""
        return DayCell(day, count, level, url)

    weeks = []
    for monday in mondays:
        cells = [cell(monday + timedelta(days=at)) for at in range(7)]
        total = sum(one.count or 0 for one in cells if one is not None)
        weeks.append(CalendarWeek(f"{monday:%m-%d}", cells, total))
    return CalendarFigure(_calendar_finding(counts), _weekdays(), weeks)


def _calendar_finding(counts: dict[date, int]) -> str:
    if not counts:
        return _("无数据：这段时间没有帖文。")
    day = max(counts, key=lambda one: (counts[one], one))
    return _("共 %(total)s 条，最多的是 %(day)s，%(most)s 条。") % {
        "total": sum(counts.values()),
        "day": f"{day:%m-%d}",
        "most": counts[day],
    }


def _weekdays() -> list[str]:
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """Posts of one platform or source, and their share in words."""

    name: str
    count: int
    share: str
    url: str


def _share(count: int, total: int) -> str:
    return f"{count * 100 / total:.0f}%" if count * 100 >= total else _("不足 1%")


@dataclass(frozen=True, slots=True)
class ChannelFigure:
    """Posts by platform or source, in the order asked for."""

    finding: str
    rows: list[ChannelRow]


def platform_figure(
    bureau_id: int, period: Period, now: datetime, order: SortOrder, *, links: bool
) -> ChannelFigure:
    """Return the posts that were collected in a period by platform; others are one row."""
    places = known_places_of(bureau_id, now)
    counts, stored = Counter[str](), {}
    for channel, count in posts_by_platform(bureau_id, period.since, period.until).items():
        name = platform_name(channel, places)
        counts[name] += count
        stored[name] = places.shown_platform(channel)
    found = [
        (name, count, posts_url(period, channel=stored[name] or OTHER))
        for name, count in counts.items()
    ]
    rows = _channel_rows(found, order, links=links)
    words = _("共 %(total)s 条，来自 %(places)s 个平台，最多的是%(name)s，占 %(share)s。")
    return ChannelFigure(_channel_finding(rows, words), rows)


def source_figure(
    bureau_id: int, period: Period, order: SortOrder, *, links: bool
) -> ChannelFigure:
    """Return the posts that were collected in a period by source."""
    names = {source.pk: source.name for source in sources_of(bureau_id)}
    counts = posts_by_source(bureau_id, period.since, period.until)
    found = [
        (names.get(source, str(source)), count, posts_url(period, source=source))
        for source, count in counts.items()
    ]
    rows = _channel_rows(found, order, links=links)
    words = _("共 %(total)s 条，来自 %(places)s 个来源，最多的是%(name)s，占 %(share)s。")
    return ChannelFigure(_channel_finding(rows, words), rows)


def _channel_rows(
    found: Sequence[tuple[str, int, str]], order: SortOrder, *, links: bool
) -> list[ChannelRow]:
    """Return rows of a name, posts and an address, in the order asked for."""
    total = sum(count for _name, count, _url in found)
    rows = [
        ChannelRow(name, count, _share(count, total), url if links else "")
        for name, count, url in sorted(found)
    ]
    by_name = order.column == "name"
    rows.sort(key=lambda row: row.name if by_name else row.count, reverse=order.descending)
    return rows


def _channel_finding(rows: list[ChannelRow], words: str) -> str:
    if not rows:
        return _("无数据：这段时间没有采集到帖文。")
    most = max(rows, key=lambda row: row.count)
    return words % {
        "total": sum(row.count for row in rows),
        "places": len(rows),
        "name": most.name,
        "share": most.share,
    }
