"""The days that the figures are about: whole weeks, at most a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.web.console.shared.day_range import DayRange

WEEK = timedelta(days=7)
USUAL = 12  # weeks
LONGEST = 53  # weeks
YEAR = timedelta(days=364)  # from the first day to the last one of a common year


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, from the first to the last; ``shortened`` = more were asked for."""

    first: date
    last: date
    shortened: bool

    @property
    def since(self) -> datetime:
        """The moment at which the first day begins."""
        return _begin(self.first)

    @property
    def until(self) -> datetime:
        """The moment at which the day after the last one begins."""
        return _begin(self.last + timedelta(days=1))

    @property
    def mondays(self) -> list[date]:
        """The Monday of every week that the period touches."""
        first = self.first - timedelta(days=self.first.weekday())
        return [first + WEEK * at for at in range((self.last - first).days // 7 + 1)]

    @property
    def before(self) -> Period:
        """As many days, up to the day before the first; of a year the year before."""
        length = self.last - self.first
        if length >= YEAR:
            return self.year_before
        last = self.first - timedelta(days=1)
        return Period(last - length, last, shortened=False)

    @property
    def year_before(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_before(self.first), _year_before(self.last), shortened=False)

    def part(self, first: date, last: date) -> Period:
        """Return the days from ``first`` to ``last`` that belong to the period."""
        return Period(max(first, self.first), min(last, self.last), shortened=False)

    def week(self, monday: date) -> Period:
        """Return the days of a week that belong to the period."""
        return self.part(monday, monday + timedelta(days=6))

    @property
    def words(self) -> str:
        """Say the days."""
        return _("%(first)s 至 %(last)s") % {"first": self.first, "last": self.last}


def period_of(days: DayRange, now: datetime) -> Period:
    """Return the days asked for; what is missing, or no range, is made of twelve weeks."""
    last = days.last or timezone.localtime(now).date()
    usual = last - timedelta(days=last.weekday()) - WEEK * (USUAL - 1)
    first = days.first or usual
    if first > last:
        first = usual
    earliest = last - WEEK * LONGEST
    return Period(max(first, earliest), last, first < earliest)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
