"""办理公开: how quickly the bureau answers and what was late, as a page, as CSV and as JSON.

In:   requests of anybody.    Out:  charts drawn here, each with its table; the same numbers
      for machines.
Cost: four queries, none while a copy is good.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.policy.release.small_counts import MINIMUM
from huiying.web.portal.pages import absolute, bureau_page, frame
from huiying.web.shared.time_words import day_text
from huiying.work.responses.releases.figures import Figures, figures_of
from huiying.work.responses.releases.public import public_totals

WIDTH = 300  # units of the drawing of a bar
Row = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A kind of duty: how many there were, in time and late; each count in words."""

    label: str
    total: str
    in_time: str
    late: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that stands first, and what it counts."""

    number: str
    of: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; ``width`` in units of ``WIDTH``."""

    label: str
    words: str
    width: float
    hidden: bool


@bureau_page
def page(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Show the figures, the good and the bad ones alike."""
    figures = figures_of(bureau.pk, clock.now())
    args = [bureau.slug]
    context = {
        **frame(bureau),
        "span": span_words(figures),
        "figures": key_figures(figures, public_totals(bureau.pk)[1]),
        "bands": _bars([(words, figures.bands[code]) for code, words in _band_words()]),
        "answers": figures.answers,
        "duties": [
            DutyRow(
                label=duty_words(duty.code),
                total=cell_words(duty.total),
                in_time=cell_words(duty.in_time),
                late=cell_words(duty.late),
            )
            for duty in figures.duties
        ],
        "waiting_late": cell_words(figures.waiting_late),
        "least": MINIMUM,
        "csv_url": reverse("portal:figures_csv", args=args),
        "json_url": reverse("portal:figures_json", args=args),
    }
    return render(request, "portal/open.html", context)


@bureau_page
def as_json(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Give the figures to machines; null = hidden because it is below five, or no data."""
    figures = figures_of(bureau.pk, clock.now())
    body = {
        "bureau": bureau.slug,
        "url": absolute(request, request.path),
        "from": figures.since.isoformat(),
        "until": figures.until.isoformat(),
        "smallest_count_shown": MINIMUM,
        "median_hours_to_first_answer": figures.median_hours,
        "satisfaction": None,
        "not_measured": ["satisfaction"],  # no ratings are taken yet
        "figures": {f"{table}.{name}": value for table, name, value in _rows(bureau, figures)},
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@bureau_page
def as_csv(request: HttpRequest, bureau: Bureau) -> HttpResponse:  # noqa: ARG001
    """Give the figures as a table; an empty value is hidden because it is below five."""
    figures = figures_of(bureau.pk, clock.now())
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(["table", "name", "count", "from", "until"])
    span = (f"{figures.since:%Y-%m-%d}", f"{figures.until:%Y-%m-%d}")
    for table, name, value in _rows(bureau, figures):
        sheet.writerow([table, name, "" if value is None else value, *span])
    response = HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


def _rows(bureau: Bureau, figures: Figures) -> list[Row]:
    """Return every published count: table, name, count."""
    answers, corrections = public_totals(bureau.pk)
    rows: list[Row] = [
        ("published", "answers", answers),
        ("published", "corrections", corrections),
        ("first_answer", "total", figures.answers),
        *(("first_answer", code, count) for code, count in figures.bands.items()),
        ("first_answer", "waiting_beyond_time", figures.waiting_late),
    ]
    for duty in figures.duties:
        rows += [
            (duty.code, "total", duty.total),
            (duty.code, "in_time", duty.in_time),
            (duty.code, "late", duty.late),
        ]
    return rows


def key_figures(figures: Figures, corrections: int) -> list[KeyFigure]:
    """Return the three figures that stand first, on the front page too."""
    hours = figures.median_hours
    return [
        KeyFigure(
            cell_words(figures.answers),
            _("件") if figures.answers else "",
            _("已作首次公开回应"),
        ),
        KeyFigure(
            _("无数据") if hours is None else f"{hours:g}",
            "" if hours is None else _("小时"),
            _("首次回应用时，中位"),
        ),
        KeyFigure(
            cell_words(figures.bands["late"]),
            _("件") if figures.bands["late"] else "",
            _("首次回应超过时限"),
        ),
        KeyFigure(str(corrections), _("次"), _("我们更正过自己的说法")),
    ]


def span_words(figures: Figures) -> str:
    """Say the period of the figures."""
    return _("%(since)s至%(until)s") % {
        "since": day_text(figures.since),
        "until": day_text(figures.until),
    }


def cell_words(count: int | None) -> str:
    """Say a count; one that is hidden says so."""
    return _("不公布") if count is None else str(count)


def duty_words(code: str) -> str:
    """Return what a kind of duty is called in public."""
    return {
        "notice": _("把问题告诉负责单位"),
        "receipt": _("负责单位确认收到"),
        "check": _("核实一个说法"),
        "answer": _("首次公开回应"),
    }[code]


def _band_words() -> list[tuple[str, str]]:
    return [
        ("quick", _("5 小时以内")),
        ("day", _("5 至 24 小时")),
        ("due", _("24 小时以上，未超时限")),
        ("late", _("超过时限")),
    ]


def _bars(rows: list[tuple[str, int | None]]) -> list[Bar]:
    """Return the rows of a bar chart: the longest fills the drawing, a hidden one is dashed."""
    longest = max((count or 0 for _words, count in rows), default=0) or 1
    return [
        Bar(
            label=words,
            words=cell_words(count),
            width=round(WIDTH * (count or 0) / longest, 1),
            hidden=count is None,
        )
        for words, count in rows
    ]
