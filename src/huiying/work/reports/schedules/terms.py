"""The terms of a schedule of reports, and which changes drop a report or put it off.

In:   a schedule, or its terms before and after a change.    Out:  JSON; what is weaker.
Cost: none.

What adds a report or makes it earlier counts at once. What leaves the superior bodies without
one, or with it later, takes another person. A sensitive time that is over may be cleared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any, Final

from huiying.work.reports.schedules.models import ReportSchedule

Terms = Mapping[str, Any]
_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "daily_at": time.fromisoformat,
    "weekly_at": time.fromisoformat,
    "sensitive_from": date.fromisoformat,
    "sensitive_to": date.fromisoformat,
    "sensitive_at": time.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class ScheduleInput:
    """When what is due, as it was typed; None = not drafted of itself."""

    daily_at: time | None = None
    weekly_on: int | None = None
    weekly_at: time | None = None
    monthly_day: int | None = None
    annual: bool = False
    sensitive_from: date | None = None
    sensitive_to: date | None = None
    sensitive_at: time | None = None


TERMS: Final = tuple(asdict(ScheduleInput()))


def terms_of(row: ReportSchedule | ScheduleInput) -> dict[str, str | int | bool | None]:
    """Return every time that an officer can set, as the record holds it."""
    values = {name: getattr(row, name) for name in TERMS}
    return {
        name: one if one is None or isinstance(one, int) else one.isoformat()
        for name, one in values.items()
    }


def input_of(terms: Terms) -> ScheduleInput:
    """Return the times that terms stand for."""
    read: dict[str, Any] = {
        name: _PARSERS[name](value) if value is not None and name in _PARSERS else value
        for name, value in terms.items()
    }
    return ScheduleInput(**read)


def loosened(before: Terms, after: Terms, today: date) -> list[str]:
    """Return the terms by which a report is dropped or comes later.

    Args:
        today: The local day; of a sensitive time that ended before it nothing is weaker.
    """
    found = [name for name in ("daily_at", "monthly_day") if _later(before[name], after[name])]
    if _later(_week(before), _week(after)):
        found += ["weekly_on", "weekly_at"]
    if before["annual"] and not after["annual"]:
        found.append("annual")
    if before["sensitive_to"] is not None and before["sensitive_to"] >= today.isoformat():
        found += _loosened_days(before, after)
    return found


def _loosened_days(before: Terms, after: Terms) -> list[str]:
    """Return what is weaker of a sensitive time; ISO days and hours compare as text."""
    found = [
        name for name in ("sensitive_from", "sensitive_at") if _later(before[name], after[name])
    ]
    end = after["sensitive_to"]
    return [*found, "sensitive_to"] if end is None or end < before["sensitive_to"] else found


def _week(terms: Terms) -> tuple[int, str] | None:
    on, at = terms["weekly_on"], terms["weekly_at"]
    return None if on is None or at is None else (on, at)


def _later(before: Any, after: Any) -> bool:
    return before is not None and (after is None or after > before)
