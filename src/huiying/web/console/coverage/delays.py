"""迟报测量: from publication to collection, triage and notice, by source and platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.coverage.sheets import sheet
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.day_range import DayRange, day_range_of
from huiying.web.console.shared.list_tools import file_links
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.time_words import length_words
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.sources.queries import sources_of
from huiying.work.reports.delays import MOST_POSTS, By, Delay, DelayRow, delays_of
from huiying.work.reports.figures import Span

USUAL = timedelta(days=30)
LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class DelayCell:
    """One step: median and 90th percentile in words, how many; "" = no data."""

    step: str
    median: str
    p90: str
    count: int


@dataclass(frozen=True, slots=True)
class DelayLine:
    """A source or a platform with its delays; ``url`` opens its posts of the period."""

    name: str
    url: str
    posts: int
    undated: int
    cells: tuple[DelayCell, ...]


@require_GET
def delays(request: OfficerRequest) -> HttpResponse:
    """The delays of 30 days, or of the days asked for, by source and by platform."""
    officer = request.user
    require(officer, Capability.SEE_POSTS)
    days = day_range_of(request)
    span = _span(days)
    bureau = officer.bureau_id
    names = {str(row.pk): row.name for row in sources_of(bureau)}
    places = known_places_of(bureau, clock.now())
    last = localdate(span.until - timedelta(seconds=1))
    asked = {"from": localdate(span.since).isoformat(), "to": last.isoformat()}
    found = delays_of(bureau, span)
    groups = [
        (_("按来源"), "source", _lines(found.by_source, "source", names, asked)),
        (
            _("按平台"),
            "channel",
            [
                _line(row, "channel", platform_name(row.key, places), asked)
                for row in found.by_channel
            ],
        ),
    ]
    if file := sheet(
        request, "delays", _("迟报测量"), _headings(), lambda: _sheet_rows(groups)
    ):
        return file
    shown = _("%(since)s 至 %(until)s 采集的帖文；没有发布时间的不计入。")
    context = {
        "groups": groups,
        "days": days,
        "hides": Hides(shown % {"since": asked["from"], "until": asked["to"]}),
        "steps": _steps(),
        "files": file_links(request),
        "cut": _("时间差按其中最近的 %(count)s 条计算。") % {"count": MOST_POSTS}
        if found.is_cut
        else "",
    }
    return render(request, "console/coverage/delays.html", context)


def _lines(
    rows: list[DelayRow], by: By, names: dict[str, str], asked: dict[str, str]
) -> list[DelayLine]:
    return [_line(row, by, names.get(row.key, row.key), asked) for row in rows]


def _line(row: DelayRow, by: By, name: str, asked: dict[str, str]) -> DelayLine:
    url = f"{reverse('console:posts')}?{urlencode({by: row.key, **asked})}"
    found = (row.collected, row.noticed, row.delivered)
    cells = tuple(_cell(step, one) for step, one in zip(_steps(), found, strict=True))
    return DelayLine(name, url, row.posts, row.posts - row.dated, cells)


def _steps() -> list[str]:
    return [_("发布→采集"), _("采集→待研判"), _("采集→通报送达")]


def _cell(step: str, delay: Delay | None) -> DelayCell:
    if delay is None:
        return DelayCell(step, "", "", 0)
    median, p90 = (length_words(one.total_seconds()) for one in (delay.median, delay.p90))
    return DelayCell(step, median, p90, delay.count)


def _headings() -> list[str]:
    parts = [_("中位数"), _("九成以内"), _("条数")]
    steps = [f"{step} {part}" for step in _steps() for part in parts]
    return [_("分组"), _("名称"), _("帖文"), _("无发布时间"), *steps]


def _sheet_rows(groups: list[tuple[str, str, list[DelayLine]]]) -> Iterator[list[object]]:
    for title, _code, lines in groups:
        for line in lines:
            cells = [part for one in line.cells for part in (one.median, one.p90, one.count)]
            yield [title, line.name, line.posts, line.undated, *cells]


def _span(days: DayRange) -> Span:
    """Return the days asked for, at most a quarter; 30 days without any."""
    until = days.until or clock.now() + timedelta(seconds=1)
    since = days.since or until - USUAL
    if since >= until:
        since = until - USUAL
    return Span(max(since, until - LONGEST), until)
