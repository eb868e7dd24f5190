"""办理公开: how quickly the bureau answers and what was late, as a page, as CSV and as JSON.

In:   requests of anybody.    Out:  charts drawn here, each with its table; the same numbers
      for machines.
Cost: seven queries, none while a copy is good.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.policy.release.small_counts import MINIMUM
from huiying.web.portal.pages import absolute, bureau_page, frame
from huiying.web.shared.time_words import day_text
from huiying.work.petitions.ratings.figures import (
    Kept,
    PetitionFigures,
    Rated,
    petition_figures,
)
from huiying.work.responses.effect.helpfulness import Helped, helped_at
from huiying.work.responses.releases.figures import Figures, figures_of
from huiying.work.responses.releases.public import public_totals

WIDTH = 300  # units of the drawing of a bar
Row = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A kind of duty: how many there were, in time and late; ``whole`` = parts too small."""

    label: str
    total: int
    in_time: int | None
    late: int | None

    @property
    def whole(self) -> bool:
        """Only the total may be printed."""
        return self.in_time is None or self.late is None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What people said of answers to what they sent; a percentage where it may be printed."""

    label: str
    rated: Rated
    percent: int | None  # satisfied and basically satisfied

    @property
    def whole(self) -> bool:
        """Only the total may be printed."""
        parts = (self.rated.satisfied, self.rated.basically, self.rated.not_satisfied)
        return any(one is None for one in parts)


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """Periods of what people sent: how many, in time, late, and the share in time."""

    duty: DutyRow
    percent: int | None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that stands first, and what it counts."""

    number: str
    of: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; ``width`` in units of ``WIDTH``; ``hidden`` = too small."""

    label: str
    words: str
    width: float
    hidden: bool


@bureau_page
def page(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Show the figures, the good and the bad ones alike; what is too small is named once."""
    now = clock.now()
    figures, sent = figures_of(bureau.pk, now), petition_figures(bureau.pk, now)
    args = [bureau.slug]
    context = {
        **frame(bureau),
        "sent_periods": _period_rows(sent),
        "sent_rated": _rating_rows(sent),
        "span": span_words(figures),
        "figures": key_figures(figures, public_totals(bureau.pk)[1]),
        "bands": _bars([(words, figures.bands[code]) for code, words in _band_words()]),
        "answers": figures.answers,
        "duties": [
            DutyRow(duty_words(duty.code), duty.total, duty.in_time, duty.late)
            for duty in figures.duties
            if duty.total
        ],
        "waiting_late": figures.waiting_late,
        "helped": _helped(bureau, figures),
        "hidden": _("、").join(_hidden_words(figures)),
        "none": _("、").join(
            duty_words(duty.code) for duty in figures.duties if duty.total == 0
        ),
        "least": MINIMUM,
        "csv_url": reverse("portal:figures_csv", args=args),
        "json_url": reverse("portal:figures_json", args=args),
    }
    return render(request, "portal/open.html", context)


def _helped(bureau: Bureau, figures: Figures) -> Helped:
    """Return what readers said of answers in the days of the figures, up to yesterday."""
    since, before = (timezone.localtime(at).date() for at in (figures.since, figures.until))
    return helped_at(bureau.pk, since=since, before=before)


def _period_rows(sent: PetitionFigures) -> list[PeriodRow]:
    """Return the periods of petitions of which there were any that may be printed."""
    rows = [(_("及时受理"), sent.accepted), (_("按期办结"), sent.decided)]
    return [
        PeriodRow(DutyRow(label, periods.total, periods.in_time, periods.late), _share(periods))
        for label, periods in rows
        if periods.total
    ]


def _share(periods: Kept) -> int | None:
    if not periods.total or periods.in_time is None or periods.late is None:
        return None
    return int(100 * periods.in_time / periods.total)  # never rounded up to all


def _rating_rows(sent: PetitionFigures) -> list[RatingRow]:
    """Return the ratings of the bureau and of the units together, never of one or a person."""
    rows = [(_("对本局的工作"), sent.of_bureau), (_("对办理单位（合计）"), sent.of_units)]
    return [RatingRow(label, rated, _content(rated)) for label, rated in rows if rated.total]


def _content(rated: Rated) -> int | None:
    if not rated.total or rated.not_satisfied is None:
        return None
    return int(100 * (rated.total - rated.not_satisfied) / rated.total)


def _hidden_words(figures: Figures) -> list[str]:
    """Name every figure that is too small to be printed, once."""
    found = [_("首次公开回应的件数、用时和中位")] if figures.answers is None else []
    if figures.answers and not any(figures.bands.values()):
        found.append(_("各段用时的件数"))
    found += [duty_words(duty.code) for duty in figures.duties if duty.total is None]
    if figures.waiting_late is None:
        found.append(_("超过时限还没有首次回应的件数"))
    return found


@bureau_page
def as_json(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Give the figures to machines; null = hidden because it is below five, or no data."""
    now = clock.now()
    figures, sent = figures_of(bureau.pk, now), petition_figures(bureau.pk, now)
    body = {
        "bureau": bureau.slug,
        "url": absolute(request, request.path),
        "from": figures.since.isoformat(),
        "until": figures.until.isoformat(),
        "smallest_count_shown": MINIMUM,
        "median_hours_to_first_answer": figures.median_hours,
        "satisfaction": _content(sent.of_bureau),  # percent; whether one helped is no rating
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
    helped = _helped(bureau, figures)
    rows: list[Row] = [
        ("published", "answers", answers),
        ("published", "corrections", corrections),
        ("first_answer", "total", figures.answers),
        *(("first_answer", code, count) for code, count in figures.bands.items()),
        ("first_answer", "waiting_beyond_time", figures.waiting_late),
        ("helped", "total", helped.total),
        ("helped", "yes", helped.yes),
        ("helped", "no", helped.no),
        *_sent_rows(petition_figures(bureau.pk, figures.until)),
    ]
    for duty in figures.duties:
        rows += [
            (duty.code, "total", duty.total),
            (duty.code, "in_time", duty.in_time),
            (duty.code, "late", duty.late),
        ]
    return rows


def _sent_rows(sent: PetitionFigures) -> list[Row]:
    """Return the counts of petitions: periods in time, and ratings."""
    periods = (("petitions_accepted", sent.accepted), ("petitions_decided", sent.decided))
    rated = (("rating_of_bureau", sent.of_bureau), ("rating_of_units", sent.of_units))
    rows: list[Row] = []
    for table, row in periods:
        rows += [(table, "total", row.total), (table, "in_time", row.in_time)]
        rows.append((table, "late", row.late))
    for table, said in rated:
        rows += [(table, "total", said.total), (table, "satisfied", said.satisfied)]
        rows += [(table, "basically", said.basically), (table, "not", said.not_satisfied)]
    return rows


def key_figures(figures: Figures, corrections: int) -> list[KeyFigure]:
    """Return the figures that stand first and may be printed, on the front page too."""
    found = []
    if figures.answers is not None:
        found.append(_counted(figures.answers, _("已作首次公开回应")))
    if figures.median_hours is not None:
        hours = f"{figures.median_hours:g}"
        found.append(KeyFigure(hours, _("小时"), _("首次回应用时，中位")))
    late = figures.bands["late"]
    if figures.answers and late is not None:
        found.append(_counted(late, _("首次回应超过时限")))
    return [*found, KeyFigure(str(corrections), _("次"), _("我们更正过自己的说法"))]


def _counted(count: int, label: str) -> KeyFigure:
    return KeyFigure(str(count), _("件") if count else "", label)


def span_words(figures: Figures) -> str:
    """Say the period of the figures."""
    return _("%(since)s至%(until)s") % {
        "since": day_text(figures.since),
        "until": day_text(figures.until),
    }


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
    """Return the rows of a bar chart: the longest fills the drawing.

    What is too small to be printed is one dashed row; nothing where no row may be printed.
    """
    shown = [(words, count) for words, count in rows if count is not None]
    small = [words for words, count in rows if count is None]
    if not any(count for _words, count in shown):
        return []
    longest = max(count for _words, count in shown)
    bars = [
        Bar(words, str(count), round(WIDTH * count / longest, 1), hidden=False)
        for words, count in shown
    ]
    if small:
        bars.append(Bar(_("、").join(small), _("不公布"), 0, hidden=True))
    return bars
