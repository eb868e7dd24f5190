"""The two days of a filter: from the beginning of the one to the end of the other.

In:   a request with ``from`` and ``to`` (2026-11-24), as a date field sends them.
Out:  moments and the days as typed; what is no day narrows nothing and is left out.
Cost: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Days:
    """A range of whole days in the bureau's time zone."""

    first: date | None
    last: date | None

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


def days_of(request: HttpRequest) -> Days:
    """Return the days asked for."""
    return Days(_day(request.GET.get("from", "")), _day(request.GET.get("to", "")))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(2100, 1, 1) else None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
