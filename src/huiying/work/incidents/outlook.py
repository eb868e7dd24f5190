"""What is expected to be said of a matter in the next hours.

In:   its posts by local hour, the moment.    Out:  a forecast with its tried band; it enters
      no grade and starts no clock.
Cost: no query when the page has read the hours of the bureau; about 20 ms when the past hours
      of a matter are others than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from huiying.engine.forecast import HOURS, MOST_HOURS, Forecast, forecast
from huiying.work.collection.volume import Volume, hour_of

HOUR = timedelta(hours=1)
_forecast = lru_cache(maxsize=512)(forecast)  # pure, and asked for at every look


def outlook_of(volume: Volume, counted: Mapping[datetime, int], now: datetime) -> Forecast:
    """Return the forecast from the present hour on, which is not full yet.

    Args:
        volume: The hours of the bureau.
        counted: The posts of a matter by local hour.
    """
    present = hour_of(now)
    if not counted or min(counted) >= present:
        return Forecast(needs="hours")
    first = max(min(counted), present - MOST_HOURS * HOUR)
    past = int((present - first) / HOUR)
    gaps = volume.gaps_between(first, now)
    hours = [first + step * HOUR for step in range(past)]
    counts = [None if hour in gaps else counted.get(hour, 0) for hour in hours]
    baseline = volume.baseline_before(first)
    levels = [baseline.level(first + step * HOUR) for step in range(past + HOURS)]
    return _forecast(tuple(counts), tuple(level.usual if level else None for level in levels))
