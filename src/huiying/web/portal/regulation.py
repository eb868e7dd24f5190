"""What we must do, and whether we did: the articles of the regulation in a month, for anybody.

In:   requests of anybody; ``month`` (2026-10).    Out:  a page; small counts are hidden.
Cost: about thirty queries, none while a copy is good.

Numbers alone: no matter, no unit and no row is named here, and a count from 1 to 4 is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.policy.release.small_counts import MINIMUM, publishable
from huiying.policy.time.spans import Span
from huiying.web.portal.pages import bureau_page, frame
from huiying.work.reports.compliance.queries import (
    ArticleNumbers,
    ClauseNumbers,
    compliance_of,
)

MONTHS = 6  # that can be chosen, the running one included


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A number in words; None = too small to be printed."""

    words: str
    count: int | None


@dataclass(frozen=True, slots=True)
class PublicClause:
    """A sub-clause: what it demands, what was done, what was late or missing."""

    words: str
    done: tuple[PublicLine, ...]
    gaps: tuple[PublicLine, ...]


@dataclass(frozen=True, slots=True)
class PublicArticle:
    """An article with its sub-clauses."""

    label: str
    title: str
    clauses: tuple[PublicClause, ...]


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """A month that can be chosen."""

    label: str
    value: str
    current: bool


@bureau_page
def regulation(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Show the articles of a month, of the last whole one without any."""
    now = clock.now()
    months = _months(timezone.localtime(now).date())
    chosen = months.get(request.GET.get("month", ""), list(months.values())[1])
    found = compliance_of(bureau, _span(chosen), now)
    context = {
        **frame(bureau),
        "articles": [_article(one) for one in found],
        "least": MINIMUM,
        "months": [MonthChoice(value, value, day == chosen) for value, day in months.items()],
        "month": f"{chosen:%Y-%m}",
    }
    return render(request, "portal/regulation.html", context)


def _months(today: date) -> Mapping[str, date]:
    """Return the first days of the months that can be chosen, the running one first."""
    found: dict[str, date] = {}
    first = today.replace(day=1)
    for _place in range(MONTHS):
        found[f"{first:%Y-%m}"] = first
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def _span(first: date) -> Span:
    zone = timezone.get_current_timezone()
    after = (first + timedelta(days=31)).replace(day=1)
    return Span(
        datetime.combine(first, time.min, zone), datetime.combine(after, time.min, zone)
    )


def _article(one: ArticleNumbers) -> PublicArticle:
    return PublicArticle(
        _(one.article.label),
        _(one.article.title),
        tuple(_clause(clause) for clause in one.clauses),
    )


def _clause(one: ClauseNumbers) -> PublicClause:
    done = [(_(did.words), count) for did, count in one.acts]
    done.append((_("按时办到"), one.outcomes.in_time))
    missing = one.gaps - one.outcomes.late
    gaps = [(_("超过时限"), one.outcomes.late), (_("没有做到"), missing)]
    return PublicClause(_(one.clause.words), _lines(done), _lines(gaps))


def _lines(counted: list[tuple[str, int]]) -> tuple[PublicLine, ...]:
    return tuple(PublicLine(words, publishable(count)) for words, count in counted if count)
