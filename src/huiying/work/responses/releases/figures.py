"""Public performance figures of the bureau: response times, and what was late.

In:   a bureau, the moment.    Out:  counts of the last ``DAYS`` days, small ones hidden.
Cost: three queries, one row for each first answer of the period.

What stands here is about the bureau alone; no incident, unit, officer or reader is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from huiying.base.clocks.outcomes import ClockOutcomes, met_clocks, outcomes_of, overdue_count
from huiying.policy.release.small_counts import is_small, publishable, suppress
from huiying.policy.time.deadlines import CLAIM_CHECK, FIRST_RESPONSE, NOTICE, RECEIPT

DAYS = 90
HOUR = 3600
QUICK, DAY = 5 * HOUR, 24 * HOUR
FIRST = (FIRST_RESPONSE,)
DUTIES = {
    "notice": tuple(dict.fromkeys(NOTICE.values())),
    "receipt": tuple(dict.fromkeys(RECEIPT.values())),
    "check": (CLAIM_CHECK,),
    "answer": FIRST,
}


@dataclass(frozen=True, slots=True)
class Duty:
    """How one kind of duty was kept; None = hidden because it is small."""

    code: str  # a key of DUTIES
    total: int | None
    in_time: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a bureau; None = hidden because it is small, or no data for a median."""

    since: datetime
    until: datetime
    answers: int | None  # matters that got a first public answer
    bands: dict[str, int | None]  # how quickly: quick, day, due, late
    median_hours: float | None
    waiting_late: int | None  # matters that wait for a first answer beyond their time
    duties: tuple[Duty, ...]


def figures_of(bureau_id: int, now: datetime) -> Figures:
    """Return the figures of the last ``DAYS`` days."""
    since = now - timedelta(days=DAYS)
    met = met_clocks(bureau_id, FIRST, since)
    bands = {"quick": 0, "day": 0, "due": 0, "late": 0}
    for row in met:
        bands[_band(row.seconds, late=row.late)] += 1
    codes = [rule for rules in DUTIES.values() for rule in rules]
    ended = outcomes_of(bureau_id, codes, since, now)
    enough = bool(met) and not is_small(len(met))
    return Figures(
        since=since,
        until=now,
        answers=publishable(len(met)),
        bands=suppress(bands),
        median_hours=round(median(row.seconds for row in met) / HOUR, 1) if enough else None,
        waiting_late=publishable(overdue_count(bureau_id, FIRST, now)),
        duties=tuple(
            _duty(code, [ended[rule] for rule in rules if rule in ended])
            for code, rules in DUTIES.items()
        ),
    )


def _band(seconds: float, *, late: bool) -> str:
    if late:
        return "late"
    return "quick" if seconds <= QUICK else "day" if seconds <= DAY else "due"


def _duty(code: str, outcomes: list[ClockOutcomes]) -> Duty:
    in_time = sum(row.in_time for row in outcomes)
    late = sum(row.late for row in outcomes)
    cells = suppress({"in_time": in_time, "late": late})
    return Duty(code, publishable(in_time + late), cells["in_time"], cells["late"])
