"""The tables of the figures as files: what the page shows, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiying.web.console.figures.comparison import ComparisonRow
from huiying.web.console.figures.counts import CalendarFigure, ChannelFigure
from huiying.web.console.figures.times import Histogram, WeekFigure
from huiying.web.console.figures.topics import TopicFigure
from huiying.web.console.figures.units import UnitFigure, unit_headings
from huiying.web.console.shared.exports import csv_file, xlsx_file

FILES = {"csv": csv_file, "xlsx": xlsx_file}


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table as a file has it."""

    headings: list[str]
    rows: list[list[object]]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """All figures of the page."""

    comparison: list[ComparisonRow]
    histograms: list[Histogram]
    weeks: WeekFigure
    calendar: CalendarFigure
    topics: TopicFigure
    post_topics: TopicFigure
    platforms: ChannelFigure
    sources: ChannelFigure
    units: UnitFigure


def table_file(page: FigurePage, name: str, kind: str, days: str) -> HttpResponse | None:
    """Return a table of the page as a file; None if there is no such table or kind.

    Args:
        days: For the name of the file.
    """
    tables: dict[str, Callable[[], FigureTable]] = {
        "comparison": lambda: _comparison(page.comparison),
        "weeks": lambda: _weeks(page.weeks),
        "calendar": lambda: _calendar(page.calendar),
        "topics": lambda: _topics(page.topics),
        "post_topics": lambda: _topics(page.post_topics),
        "platforms": lambda: _channels(_("平台"), page.platforms),
        "sources": lambda: _channels(_("来源"), page.sources),
        "units": lambda: _units(page.units),
    }
    tables |= {one.key: _histogram_table(one) for one in page.histograms}
    if name not in tables or kind not in FILES:
        return None
    table = tables[name]()
    return FILES[kind](f"{name}-{days}", table.headings, table.rows)


def _comparison(rows: Iterable[ComparisonRow]) -> FigureTable:
    headings = [_("指标"), _("本期"), _("上期"), _("环比"), _("去年同期"), _("同比")]
    return FigureTable(
        headings,
        [
            [
                row.label,
                row.current.words,
                row.before.words,
                row.change,
                row.year_before.words,
                row.year_change,
            ]
            for row in rows
        ],
    )


def _histogram_table(one: Histogram) -> Callable[[], FigureTable]:
    rows: list[list[object]] = [[row.label, row.count] for row in one.bins]
    return lambda: FigureTable([_("用时"), _("项数")], rows)


def _weeks(found: WeekFigure) -> FigureTable:
    return FigureTable(
        [_("周（周一）"), _("按时"), _("超时"), _("按时率"), *found.duties],
        [
            [
                row.label,
                row.in_time.words,
                row.late.words,
                row.rate,
                *(one.words for one in row.duties),
            ]
            for row in found.rows
        ],
    )


def _calendar(found: CalendarFigure) -> FigureTable:
    cells = (cell for week in found.weeks for cell in week.cells if cell is not None)
    return FigureTable(
        [_("日期"), _("帖文")],
        [
            [cell.day.isoformat(), _("未采集") if cell.count is None else cell.count]
            for cell in cells
        ],
    )


def _topics(found: TopicFigure) -> FigureTable:
    return FigureTable(
        [_("主题"), *found.weeks, _("合计")],
        [
            [row.topic, *(cell.words for cell in row.counts), row.total.words]
            for row in found.every
        ],
    )


def _channels(heading: str, found: ChannelFigure) -> FigureTable:
    return FigureTable(
        [heading, _("帖文"), _("占比")],
        [[row.name, row.count, row.share] for row in found.rows],
    )


def _units(found: UnitFigure) -> FigureTable:
    return FigureTable(
        list(unit_headings()),
        [[row.name, *(cell.words for cell in row.cells)] for row in found.rows],
    )
