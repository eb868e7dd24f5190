"""Count working days: weekends, public holidays and make-up workdays (调休).

In:   dates, and overrides per day.          Out:  dates and lengths of working time.
Cost: linear in the days passed over.

The days off of a year come from that year's notice, so they are data. A year without its
notice is unknown and is never guessed in silence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import chinese_calendar

from huiying.policy.time.zone import DAY, LOCAL

SATURDAY = 5
END_OF_DAY = time(23, 59, 59)  # the last second that still belongs to the day itself
FIXED_DAYS_OFF = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Month and day of the statutory days off that do not move (全国年节及纪念日放假办法)."""


class UnknownYear(Exception):
    """The days off of a year are not known."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year} 年的放假和调休安排尚未录入，无法计算工作日。"
            "请在规则书的日历中录入该年的放假通知。"
        )


def seed_year(year: int) -> dict[date, bool]:
    """Return the days of a year that differ from plain weekends: date → is a workday.

    Raises:
        UnknownYear: If the installed calendar does not hold that year.
    """
    try:
        workdays = {day: bool(chinese_calendar.is_workday(day)) for day in _days_of(year)}
    except NotImplementedError as error:
        raise UnknownYear(year) from error
    return {day: works for day, works in workdays.items() if works != _is_weekday(day)}


def provisional_year(year: int) -> dict[date, bool]:
    """Return the days off that are certain before the notice of a year is published.

    Festivals of the lunar calendar and make-up workdays are missing; whoever uses it marks
    the year as provisional, and the reasons of a deadline say so.
    """
    days = (date(year, month, day) for month, day in FIXED_DAYS_OFF)
    return {day: False for day in days if _is_weekday(day)}


def holiday_name(day: date) -> str:
    """Return the Chinese name of the holiday that a day off or a make-up workday is for.

    Empty for a plain day, and for every day of a year that the installed calendar lacks.
    """
    try:
        _off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    return chinese_calendar.Holiday(name).chinese if name else ""


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


def _days_of(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + n * DAY for n in range((date(year + 1, 1, 1) - first).days))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked."""

    days: Mapping[date, bool]  # overrides: True = worked though a weekend, False = off
    known_years: frozenset[int]
    provisional_years: frozenset[int] = field(default=frozenset())

    @classmethod
    def seeded(
        cls, years: Iterable[int], overrides: Mapping[date, bool] | None = None
    ) -> "WorkingCalendar":
        """Build a calendar of years from the installed notices, and overrides upon them.

        Raises:
            UnknownYear: If the installed calendar does not hold one of the years.
        """
        known = frozenset(years)
        seed = {day: works for year in known for day, works in seed_year(year).items()}
        return cls({**seed, **(overrides or {})}, known)

    def with_provisional(self, years: Iterable[int]) -> "WorkingCalendar":
        """Return a calendar that also counts in years whose notice is not out yet."""
        new = frozenset(years) - self.known_years
        guesses = {day: works for year in new for day, works in provisional_year(year).items()}
        return WorkingCalendar(
            {**guesses, **self.days}, self.known_years, self.provisional_years | new
        )

    def with_entered(
        self, days: Mapping[date, bool], years: Iterable[int]
    ) -> "WorkingCalendar":
        """Return a calendar with days that a bureau entered, which win over all others.

        Args:
            days: Date → is a workday.
            years: Years whose notice the bureau entered in full; they are known from then on.
        """
        entered = frozenset(years)
        base = self.with_provisional(entered)
        return WorkingCalendar(
            {**base.days, **days}, base.known_years | entered, base.provisional_years - entered
        )

    def is_workday(self, day: date) -> bool:
        """Tell whether a local day is worked.

        Raises:
            UnknownYear: If nothing is known about that day.
        """
        override = self.days.get(day)
        if override is not None:
            return override
        if day.year not in self.known_years | self.provisional_years:
            raise UnknownYear(day.year)
        return _is_weekday(day)

    def is_made_up(self, day: date) -> bool:
        """Tell whether a weekend day is worked (调休)."""
        return not _is_weekday(day) and self.is_workday(day)

    def first_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the next worked day."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the ``count``-th workday after a day, which itself is not counted.

        Args:
            day: Local day on which the period starts.
            count: At least 0; 0 gives the first workday on or after the day.

        Raises:
            ValueError: If ``count`` is negative.
            UnknownYear: If the way leads through a year that is not known.
        """
        if count < 0:
            message = f"working days are counted forward, not {count}"
            raise ValueError(message)
        if count == 0:
            return self.first_workday(day)
        for _ in range(count):
            day = self.first_workday(day + DAY)
        return day

    def days_off_between(self, start: datetime, end: datetime) -> tuple[date, ...]:
        """Return the local days off after the start day up to the end day, for the reasons."""
        first, last = start.astimezone(LOCAL).date(), end.astimezone(LOCAL).date()
        days = (first + n * DAY for n in range(1, (last - first).days + 1))
        return tuple(day for day in days if not self.is_workday(day))


def end_of_day(day: date) -> datetime:
    """Return the last second of a local day, in UTC."""
    return datetime.combine(day, END_OF_DAY, LOCAL).astimezone(UTC)
