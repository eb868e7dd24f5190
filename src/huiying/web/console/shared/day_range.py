"""A filter of two days: from the start of the first to the end of the second.

In:   a request with ``from`` and ``to`` (2026-11-24), as a date field sends them.
Out:  moments and the days as typed; what is no day narrows nothing, and that is said.
Cost: some microseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.jobs import clock

LONGEST = 20  # letters of what was typed that are said again


@dataclass(frozen=True, slots=True)
class MonthLink:
    """A month that is chosen at once; the rest of the question is kept."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class DayRange:
    """A range of whole days in the bureau's time zone."""

    first: date | None
    last: date | None
    problem: str = ""  # why the days do not narrow as they were meant to
    months: Sequence[MonthLink] = ()  # this month and the last one, to be chosen at once

    @property
    def since(self) -> datetime | None:
        """The moment at which the first day begins."""
        return _begin(self.first) if self.first else None

    @property
    def until(self) -> datetime | None:
        """The moment at which the day after the last one begins."""
        return _begin(self.last + timedelta(days=1)) if self.last else None

    def __bool__(self) -> bool:
        return bool(self.first or self.last)


def day_range_of(request: HttpRequest) -> DayRange:
    """Return the days asked for."""
    typed = [request.GET.get(name, "").strip() for name in ("from", "to")]
    first, last = (_day(text) for text in typed)
    wrong = [
        text for text, day in zip(typed, (first, last), strict=True) if text and day is None
    ]
    return DayRange(
        first, last, _problem(first, last, wrong), _months(request.GET, first, last)
    )


def _months(shown: QueryDict, first: date | None, last: date | None) -> list[MonthLink]:
    """Return this month, up to its last day, and the month before."""
    today = timezone.localtime(clock.now()).date()
    begins = today.replace(day=1)
    ends = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    before = begins - timedelta(days=1)
    found = []
    for label, start, end in (
        (_("本月"), begins, ends),
        (_("上月"), before.replace(day=1), before),
    ):
        query = shown.copy()
        for name in ("page", "before"):  # where the former days were paged to
            query.pop(name, None)
        query["from"], query["to"] = start.isoformat(), end.isoformat()
        chosen = (first, last) == (start, end)
        found.append(MonthLink(label, f"?{query.urlencode()}", chosen))
    return found


def _problem(first: date | None, last: date | None, wrong: list[str]) -> str:
    if wrong:
        words = {"typed": wrong[0][:LONGEST]}
        return _("“%(typed)s”不是 2000 至 2099 年内的日期，未据此筛选。") % words
    if first and last and first > last:
        return _("起始日期晚于截止日期，无符合条件的结果。")
    return ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(2100, 1, 1) else None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
