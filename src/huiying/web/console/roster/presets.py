"""What the form of a shift holds before anybody types: the next shift that nobody keeps.

In:   the shifts around now.    Out:  day, hours and name to begin with.
Cost: no query; a look at each shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from huiying.base.accounts.roster.models import Shift
from huiying.policy.time.spans import Span, shift_span, uncovered
from huiying.policy.time.zone import DAY, LOCAL
from huiying.web.console.roster.weeks import USUAL

AROUND: Final = timedelta(days=14)  # shifts that show the bureau's hours, and where a hole is
DAY_NAME, NIGHT_NAME = USUAL
MORNING, EVENING = time(8, 30), time(17, 30)
FIRST_HOURS: Final = ((MORNING, EVENING, DAY_NAME), (EVENING, MORNING, NIGHT_NAME))
"""Of a bureau that has no roster yet."""


def next_shift(shifts: Sequence[Shift], now: datetime) -> dict[str, Any]:
    """Return where the form begins: the first shift from now on that nobody keeps.

    Its hours and its name are those of the shifts that begin at that time of the day.

    Args:
        shifts: Those from ``AROUND`` before now to ``AROUND`` after it.
    """
    covered = [row.span for row in shifts if row.officer.is_active]
    holes = uncovered(covered, Span(now, now + AROUND))
    begin = holes[0].starts_at if holes else now + AROUND
    hours = {_hours(row): None for row in shifts} or dict.fromkeys(FIRST_HOURS)
    first = begin.astimezone(LOCAL).date()
    starts = [
        (span.starts_at, day, hour)
        for hour in hours
        for day in (first, first + DAY)
        if (span := shift_span(day, hour[0], hour[1])).starts_at >= begin
    ]
    _at, day, (start, end, name) = min(starts)
    return {
        "day": day,
        "start": start,
        "end": end,
        "name": _(name) if name in USUAL else name,
    }


def _hours(shift: Shift) -> tuple[time, time, str]:
    start, end = (at.astimezone(LOCAL) for at in (shift.starts_at, shift.ends_at))
    return start.time(), end.time(), shift.name
