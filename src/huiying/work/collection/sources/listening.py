"""Record the days on which a bureau listened, and read them.

In:   a bureau, a moment.    Out:  days of Beijing.
Cost: one write a day; one query of at most 366 rows.
"""

from __future__ import annotations

from datetime import date, datetime

from huiying.policy.time.zone import LOCAL
from huiying.work.collection.sources.models import ListeningDay


def note_listening(*, bureau_id: int, now: datetime, last_at: datetime | None = None) -> None:
    """Note that a bureau listens today.

    Args:
        last_at: When this was last noted for the same source; None = not known.
    """
    today = now.astimezone(LOCAL).date()
    if last_at is None or last_at.astimezone(LOCAL).date() != today:
        ListeningDay.objects.get_or_create(bureau_id=bureau_id, day=today)


def listening_days(bureau_id: int, *, since: date) -> frozenset[date]:
    """Return the days from one on, on which a bureau listened."""
    rows = ListeningDay.objects.filter(bureau_id=bureau_id, day__gte=since)
    return frozenset(rows.values_list("day", flat=True))
