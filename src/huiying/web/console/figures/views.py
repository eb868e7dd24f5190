"""统计图: a page of figures about the bureau, each a drawing with its table; the rows behind.

In:   GET of who reads the ledger of the whole bureau.    Out:  pages and files; counts alone.
Cost: some thirty-five queries, however many rows are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.distributions import outcomes_by_week
from huiying.jobs import clock
from huiying.web.console.figures.comparison import (
    ComparisonRow,
    Numbers,
    comparison_rows,
    first_counted_day,
    numbers_of,
)
from huiying.web.console.figures.counts import (
    PLATFORM_COLUMNS,
    SOURCE_COLUMNS,
    calendar_figure,
    platform_figure,
    source_figure,
)
from huiying.web.console.figures.leader import leader_numbers, what_to_decide
from huiying.web.console.figures.period import Period, period_of
from huiying.web.console.figures.row_lists import LISTS, RowList
from huiying.web.console.figures.tables import FILES, FigurePage, table_file
from huiying.web.console.figures.times import CODES, time_figures, week_figure
from huiying.web.console.figures.topics import (
    TOPIC_COLUMNS,
    post_topic_figure,
    topic_figure,
)
from huiying.web.console.figures.units import COLUMNS as UNIT_COLUMNS
from huiying.web.console.figures.units import unit_figure
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.list_tools import (
    SortOrder,
    file_links,
    sort_order,
    table_heads,
)
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.access import sees_all_units

PAGE = 50
MOST = 50_000
CHUNK = 1_000
SORTED = {
    "topics": (TOPIC_COLUMNS, "count"),
    "post_topics": (TOPIC_COLUMNS, "count"),
    "platforms": (PLATFORM_COLUMNS, "count"),
    "sources": (SOURCE_COLUMNS, "count"),
    "units": (UNIT_COLUMNS, "late"),
}
"""Tables that sort: their columns and their first order."""


@require_GET
def figures(request: OfficerRequest) -> HttpResponse:
    """Show the figures of the days asked for, of twelve weeks without any."""
    _require_reader(request.user)
    now, days = clock.now(), day_range_of(request)
    period = period_of(days, now)
    orders = {
        name: sort_order(request.GET.get(name, ""), columns, first)
        for name, (columns, first) in SORTED.items()
    }
    page = _page(request.user, period, orders, now)
    if "table" in request.GET:
        name, kind = request.GET["table"], request.GET.get("format", "")
        file = table_file(page, name, kind, f"{period.first}-{period.last}")
        if file is None:
            raise Http404
        return file
    context = {
        "days": days,
        "period": period,
        "span": period.words,
        "shortened": period.shortened,
        "page": page,
        "heads": {
            name: table_heads(request.GET, columns, orders[name], name)
            for name, (columns, _first) in SORTED.items()
        },
    }
    return render(request, "console/figures/figures.html", context)


@require_GET
def leader(request: OfficerRequest) -> HttpResponse:
    """Show six numbers, three drawings and what there is to decide."""
    officer = request.user
    _require_reader(officer)
    now, days = clock.now(), day_range_of(request)
    period = period_of(days, now)
    bureau, links = officer.bureau_id, may(officer, Capability.SEE_POSTS)
    _numbers, rows = _compared(officer, period, now)
    order = SortOrder("count", descending=True)
    weeks = outcomes_by_week(bureau, CODES, period.since, period.until, now)
    context = {
        "days": days,
        "span": period.words,
        "shortened": period.shortened,
        "numbers": leader_numbers(rows),
        "decide": what_to_decide(officer, rows, now),
        "weeks": week_figure(weeks, period),
        "topics": topic_figure(bureau, period, order),
        "platforms": platform_figure(bureau, period, now, order, links=links),
    }
    return render(request, "console/figures/leader.html", context)


@require_GET
def rows(request: OfficerRequest, of: str) -> HttpResponse:
    """Show the rows behind a number, a page at a time; ``format`` gives the file."""
    officer = request.user
    _require_reader(officer)
    one = LISTS.get(of)
    if one is None:
        raise Http404
    now = clock.now()
    period = period_of(day_range_of(request), now)
    found = one.find(officer, period, request.GET, now)
    headings = [str(heading) for heading in one.headings]
    if make := FILES.get(request.GET.get("format", "")):
        taken, kind = min(found.count(), MOST), request.GET["format"]
        record_file(officer, f"figures-{of}", one.title, taken, file_format=kind)
        cells = _file_cells(one, found, officer, now)
        return make(f"{of}-{period.first}-{period.last}", headings, cells)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": one.title,
        "span": period.words,
        "headings": headings,
        "rows": one.lines(page, officer, now),
        "page_obj": page,
        "files": file_links(request),
        "total": _("共 %(total)s 条") % {"total": page.paginator.count},
        "note": one.note(officer, period, request.GET),
    }
    return render(request, "console/figures/rows.html", context)


def _file_cells(
    one: RowList, found: QuerySet[Any], officer: Officer, now: datetime
) -> Iterator[list[object]]:
    rows = found[:MOST].iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for line in one.lines(chunk, officer, now):
            yield [line.number, *line.cells]


def _require_reader(officer: Officer) -> None:
    require(officer, Capability.SEE_LEDGER)
    if not sees_all_units(officer):
        raise NotAllowed(Capability.SEE_LEDGER)


def _compared(
    officer: Officer, period: Period, now: datetime
) -> tuple[Numbers, list[ComparisonRow]]:
    bureau, links = officer.bureau_id, may(officer, Capability.SEE_POSTS)
    known = first_counted_day(bureau)
    three = (period, period.before, period.year_before)
    found = {one: numbers_of(bureau, one, now, known) for one in dict.fromkeys(three)}
    return found[period], comparison_rows(*(found[one] for one in three), posts=links)


def _page(
    officer: Officer, period: Period, orders: dict[str, SortOrder], now: datetime
) -> FigurePage:
    bureau, links = officer.bureau_id, may(officer, Capability.SEE_POSTS)
    numbers, comparison = _compared(officer, period, now)
    weeks = outcomes_by_week(bureau, CODES, period.since, period.until, now)
    return FigurePage(
        comparison=comparison,
        histograms=time_figures(bureau, period, now),
        weeks=week_figure(weeks, period),
        calendar=calendar_figure(bureau, period, links=links),
        topics=topic_figure(bureau, period, orders["topics"]),
        post_topics=post_topic_figure(bureau, period, orders["post_topics"], links=links),
        platforms=platform_figure(bureau, period, now, orders["platforms"], links=links),
        sources=source_figure(bureau, period, orders["sources"], links=links),
        units=unit_figure(bureau, numbers, orders["units"]),
    )
