"""满意度评价: how long who sent a petition in may change what he said of it.

In:   moments.    Out:  the last one.    Cost: none; pure.

The law gives the right to rate (信访工作条例 art. 21) and no number; the days are the bureau's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

CHANGE_DAYS = 7


def may_change_until(rated_at: datetime) -> datetime:
    """Return until when a rating may be changed.

    >>> may_change_until(datetime(2026, 11, 1)).day
    8
    """
    return rated_at + timedelta(days=CHANGE_DAYS)
