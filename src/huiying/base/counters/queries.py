"""Read counters: totals by key, and series by day.

In:   a bureau, a kind, a period of whole local days (or hours).    Out:  numbers by key.
Cost: one query over the counters of the period: a year of one kind with ten keys is read in a
      few milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from huiying.base.counters.kinds import CounterKind
from huiying.base.counters.models import CounterValue, Grain
from huiying.policy.time.zone import LOCAL


def totals(
    bureau_id: int,
    kind: CounterKind,
    since: datetime,
    until: datetime,
    *,
    prefixes: Collection[str] = (),
) -> dict[str, int]:
    """Return how many rows there are by key; a key without one is left out.

    Args:
        since, until: Local midnights; the day of ``until`` is not part of it.
        prefixes: Only keys that begin with one of these, up to a ``|``.
    """
    rows = _between(bureau_id, kind, Grain.DAY, since, until).values("key")
    if len(prefixes) == 1:  # of one rule in many the index alone says what to leave out
        [prefix] = prefixes
        rows = rows.filter(key__startswith=f"{prefix}|")
    counted = rows.annotate(n=Sum("value")).order_by("key").values_list("key", "n")
    wanted = set(prefixes)
    return {
        key: n for key, n in counted if n and (not wanted or key.partition("|")[0] in wanted)
    }


def by_day(
    bureau_id: int, kind: CounterKind, since: datetime, until: datetime
) -> dict[tuple[date, str], int]:
    """Return how many rows there are by local day and key."""
    rows = _between(bureau_id, kind, Grain.DAY, since, until)
    return {
        (at.astimezone(LOCAL).date(), key): value
        for at, key, value in rows.values_list("at", "key", "value")
        if value
    }


def by_hour(
    bureau_id: int, kind: CounterKind, since: datetime, until: datetime
) -> dict[tuple[datetime, str], int]:
    """Return how many rows there are by local hour and key, of a kind that has hours."""
    rows = _between(bureau_id, kind, Grain.HOUR, since, until)
    return {
        (at.astimezone(LOCAL), key): value
        for at, key, value in rows.values_list("at", "key", "value")
        if value
    }


def _between(
    bureau_id: int, kind: CounterKind, grain: Grain, since: datetime, until: datetime
) -> QuerySet[CounterValue]:
    return CounterValue.objects.filter(
        bureau_id=bureau_id, kind=kind.code, grain=grain, at__gte=since, at__lt=until
    )


def first_day(bureau_id: int, kind: CounterKind) -> date | None:
    """Return the first local day of which a bureau has a counter of a kind."""
    rows = CounterValue.objects.filter(bureau_id=bureau_id, kind=kind.code, grain=Grain.DAY)
    at = rows.exclude(value=0).order_by("at").values_list("at", flat=True).first()
    return at.astimezone(LOCAL).date() if at else None
