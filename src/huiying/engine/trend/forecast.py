"""Forecast the volume of an event for the next hours, with a tested band.

In:   posts of the matter by hour up to the last full hour; what is usual in these hours and the
      next ones, of which only the shape of the day and the week is used.
Out:  24 hours with a middle and a band; totals of 6, 12 and 24 hours, each with how often such
      a band held in the past. Too little past: nothing, and how much is missing.
Cost: about 20 ms for a week of hours; pure, numpy.

The level is what was said in the newest hours against what is usual in them, the newer weighing
more; its trend fades. Every past hour is a trial: what would have been forecast there is
compared with what came, in square roots, where the scatter of counts is even. The band holds
nine of ten of these errors. A band is judged by trials whose errors it did not know: for each
one only what was over before it counts. It enters no grade and starts no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FORECAST_HOURS: Final = 24
TOTAL_HOURS: Final = (6, 12, 24)  # hours that are told as one number
MIN_HOURS: Final = 24  # known hours before the first trial can be judged
MIN_POSTS: Final = 20
MIN_TRIALS: Final = 12  # whose bands could be judged
MAX_HISTORY_HOURS: Final = 168  # the newest; a week
_WARM_UP: Final = 6  # hours before the first trial
_HALF_LIFE: Final = 4.0  # hours after which an hour weighs half in the level
_TREND_HOURS: Final = 6  # the trend compares the newest hours with as many before them
_FADES: Final = 0.85  # share of the trend that is left after each hour
_CHARTED: Final = ((1, 6), (7, 12), (13, 24))  # hours ahead that share their errors
_LOW, _HIGH = 0.05, 0.95
_MIN_SHAPE: Final = 0.2  # of the mean hour: nothing is divided by the quiet of a night

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ForecastHour:
    """One hour ahead."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ForecastTotal:
    """Several hours ahead, as one number."""

    hours: int
    middle: float
    low: float
    high: float
    trials: int  # past bands of so many hours that could be judged
    held: int  # … in which what came lay


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected; no steps: too little is known, and ``needs`` says what."""

    steps: tuple[ForecastHour, ...] = ()
    totals: tuple[ForecastTotal, ...] = ()
    needs: str = ""  # "hours" or "posts"

    @property
    def is_known(self) -> bool:
        """Tell whether anything is forecast."""
        return bool(self.steps)


def forecast(counts: Sequence[int | None], usual: Sequence[float | None]) -> Forecast:
    """Return the next 24 hours.

    Args:
        counts: Posts of the matter in each hour since its first, the last full hour last; None:
            a source was not read then.
        usual: What is usual in each of these hours and in the 24 after them; None: unknown.
    """
    counted = np.array([np.nan if one is None else float(one) for one in counts], dtype=float)
    shape = _shape(usual, len(counted))
    counted, shape = counted[-MAX_HISTORY_HOURS:], shape[-MAX_HISTORY_HOURS - FORECAST_HOURS :]
    if np.nansum(counted) < MIN_POSTS:
        return Forecast(needs="posts")
    if np.count_nonzero(~np.isnan(counted)) < MIN_HOURS:
        return Forecast(needs="hours")
    trials = range(_WARM_UP, len(counted))
    past = np.array([_ahead(counted[:at], shape[: at + FORECAST_HOURS]) for at in trials])
    now = _ahead(counted, shape)
    totals = [
        total
        for hours in TOTAL_HOURS
        if (total := _total(counted, past, now, hours)) is not None
    ]
    steps = _steps(counted, past, now)
    if not totals or not steps:
        return Forecast(needs="hours")
    return Forecast(tuple(steps), tuple(totals))


def _shape(usual: Sequence[float | None], hours: int) -> Floats:
    """Return the shape of the hours, 1 on average; all alike when anything is unknown."""
    known = [one for one in usual if one is not None]
    if len(known) < hours + FORECAST_HOURS or not sum(known):
        return np.ones(hours + FORECAST_HOURS)
    cells = np.array(known[: hours + FORECAST_HOURS], dtype=float)
    return np.asarray(np.maximum(cells / cells.mean(), _MIN_SHAPE), dtype=float)


def _ahead(counted: Floats, shape: Floats) -> Floats:
    """Return what is expected in the 24 hours after those that were said."""
    known = ~np.isnan(counted)
    level = _level(counted, shape, known)
    half = counted.size - _TREND_HOURS
    before = _level(counted[:half], shape, known[:half]) if half > 0 else level
    trend = (level - before) / _TREND_HOURS
    faded = np.cumsum(_FADES ** np.arange(1, FORECAST_HOURS + 1))
    coming = np.maximum(0.0, level + trend * faded)
    return np.asarray(coming * shape[counted.size : counted.size + FORECAST_HOURS], dtype=float)


def _level(counted: Floats, shape: Floats, known: NDArray[np.bool_]) -> float:
    """Return the posts of an average hour, the newer hours weighing more."""
    weight = 0.5 ** (np.arange(counted.size - 1, -1, -1) / _HALF_LIFE) * known
    usual = float(weight @ shape[: counted.size])
    return float(weight @ np.nan_to_num(counted)) / usual if usual else 0.0


def _total(counted: Floats, past: Floats, now: Floats, hours: int) -> ForecastTotal | None:
    """Return a total with its band and how such bands held, or None before enough trials."""
    ends = np.arange(_WARM_UP, len(counted)) + hours
    whole = [row for row, end in enumerate(ends) if end <= len(counted)]
    came = np.array([counted[end - hours : end].sum() for end in ends[whole]])
    meant = past[whole, :hours].sum(axis=1)
    errors = np.sqrt(came) - np.sqrt(meant)  # nan where a source was not read
    held = trials = 0
    for row in range(len(errors)):
        over = errors[: max(0, row - hours + 1)]  # what was over when this one began
        over = over[~np.isnan(over)]
        if over.size < MIN_TRIALS or np.isnan(errors[row]):
            continue
        low, high = _band(meant[row], over)
        trials += 1
        held += bool(low <= came[row] <= high)
    known = errors[~np.isnan(errors)]
    if trials < MIN_TRIALS:
        return None
    middle = float(now[:hours].sum())
    low, high = _band(middle, known)
    return ForecastTotal(hours, middle, low, high, trials, held)


def _steps(counted: Floats, past: Floats, now: Floats) -> list[ForecastHour]:
    """Return the hours ahead; hours about as far ahead share their errors."""
    steps: list[ForecastHour] = []
    for first, last in _CHARTED:
        errors: list[float] = []
        for ahead in range(first, last + 1):
            rows = len(counted) - _WARM_UP - ahead + 1
            if rows > 0:
                came = counted[_WARM_UP + ahead - 1 : _WARM_UP + ahead - 1 + rows]
                errors += (np.sqrt(came) - np.sqrt(past[:rows, ahead - 1])).tolist()
        known = np.array([one for one in errors if not np.isnan(one)])
        if known.size < MIN_TRIALS:
            break
        for ahead in range(first, last + 1):
            middle = float(now[ahead - 1])
            steps.append(ForecastHour(middle, *_band(middle, known)))
    return steps


def _band(middle: float, errors: Floats) -> tuple[float, float]:
    """Return the band around a middle that holds nine of ten of these errors."""
    low, high = np.quantile(errors, (_LOW, _HIGH))
    root = np.sqrt(middle)
    below = float(max(0.0, root + min(low, 0.0)) ** 2)
    above = float((root + max(high, 0.0)) ** 2)
    return min(middle, below), max(middle, above)
