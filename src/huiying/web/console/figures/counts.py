"""Figures of amount: posts by day and platform, incidents by topic and week."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiying.policy.rulebook.platforms import OTHER
from huiying.web.console.figures.period import USUAL, Period
from huiying.web.shared.place_names import platform_name
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.counts import posts_by_day, posts_by_platform
from huiying.work.collection.sources.listening import listening_days
from huiying.work.responses.releases.topics import incidents_by_topic

LEVELS = 4
MOST_TOPICS = 9


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day: posts, None = nothing was collected; ``level`` from 0 to ``LEVELS``."""

    day: date
    count: int | None
    level: int


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


def calendar_figure(bureau_id: int, period: Period) -> CalendarFigure:
    """Return posts by day, of the last twelve weeks of the period and not before it."""
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
        return DayCell(day, count, level)

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


def _posts_url(first: date, last: date, channel: str = "") -> str:
    query = {"from": first.isoformat(), "to": last.isoformat()}
    if channel:
        query["channel"] = channel
    return f"{reverse('console:posts')}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class TopicRow:
    """Incidents of one topic by week, the oldest week first."""

    topic: str
    counts: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class TopicFigure:
    """Incidents by topic and week; the largest topic first, those without one last."""

    finding: str
    weeks: list[str]
    rows: list[TopicRow]
    left_out: int  # topics that are not drawn


def topic_figure(bureau_id: int, period: Period) -> TopicFigure:
    """Return the incidents of a period by the topic that their answers are filed under."""
    found = incidents_by_topic(bureau_id, period.since, period.until)
    counts = {(row.topic, row.week): row.incidents for row in found}
    totals = Counter[str]()
    for row in found:
        totals[row.topic] += row.incidents
    topics = sorted(totals, key=lambda one: (not one, -totals[one], one))
    mondays = period.mondays
    rows = [
        TopicRow(
            topic or _("未归类"),
            [counts.get((topic, monday), 0) for monday in mondays],
            totals[topic],
        )
        for topic in topics
    ]
    finding = _("无数据：这段时间没有事件。")
    if rows:
        finding = _("共 %(total)s 件，已归入 %(topics)s 个主题。") % {
            "total": totals.total(),
            "topics": sum(1 for topic in topics if topic),
        }
    return TopicFigure(
        finding,
        [f"{monday:%m-%d}" for monday in mondays],
        rows[:MOST_TOPICS],
        max(0, len(rows) - MOST_TOPICS),
    )


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """Posts of one platform, and their share in words."""

    name: str
    count: int
    share: str
    url: str


def _share(count: int, total: int) -> str:
    return f"{count * 100 / total:.0f}%" if count * 100 >= total else _("不足 1%")


@dataclass(frozen=True, slots=True)
class PlatformFigure:
    """Posts by platform, the most first."""

    finding: str
    rows: list[PlatformRow]


def platform_figure(
    bureau_id: int, period: Period, now: datetime, *, links: bool
) -> PlatformFigure:
    """Return the posts that were collected in a period by platform; others are one row."""
    places = known_places_of(bureau_id, now)
    counts, stored = Counter[str](), {}
    for channel, count in posts_by_platform(bureau_id, period.since, period.until).items():
        name = platform_name(channel, places)
        counts[name] += count
        stored[name] = places.shown_platform(channel)
    total = counts.total()
    rows = [
        PlatformRow(
            name,
            count,
            _share(count, total),
            _posts_url(period.first, period.last, stored[name] or OTHER) if links else "",
        )
        for name, count in counts.most_common()
    ]
    finding = _("无数据：这段时间没有采集到帖文。")
    if rows:
        finding = _(
            "共 %(total)s 条，来自 %(places)s 个平台，最多的是%(name)s，占 %(share)s。"
        ) % {
            "total": total,
            "places": len(rows),
            "name": rows[0].name,
            "share": rows[0].share,
        }
    return PlatformFigure(finding, rows)
