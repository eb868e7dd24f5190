"""Read counters: totals by key, and series by day.

In:   a bureau, a kind, a period of whole local days (or hours).    Out:  numbers by key.
Cost: one query over the counters of the period: a year of one kind with ten keys is read in a
      few milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import StrIndex, Substr
from django.db.models.sql.compiler import SQLCompiler

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


def totals_together(
    bureau_id: int, kinds: Sequence[CounterKind], since: datetime, until: datetime
) -> list[dict[str, int]]:
    """Return the totals of several kinds, in their order, as ``totals`` does: one query.

    Each kind is summed by itself: to sort the keys of all of them takes twice as long.
    """
    parts = [
        _between(bureau_id, kind, Grain.DAY, since, until)
        .values(place=Value(place), name=F("key"))
        .annotate(n=Sum("value"))
        for place, kind in enumerate(kinds)
    ]
    found: list[dict[str, int]] = [{} for _kind in kinds]
    for place, key, n in parts[0].union(*parts[1:], all=True).values_list("place", "name", "n"):
        if n:
            found[place][key] = n
    return found


def totals_by_bureau(kind: CounterKind) -> dict[int, int]:
    """Return how many rows there are in each bureau, of all days, in one query."""
    rows = CounterValue.objects.filter(kind=kind.code, grain=Grain.DAY).order_by()
    counted = rows.values("bureau_id").annotate(n=Sum("value"))
    return dict(counted.values_list("bureau_id", "n"))


def by_week_and_head(
    bureau_id: int, kind: CounterKind, since: datetime, until: datetime, *, ending: str
) -> list[tuple[date, str, int, int]]:
    """Return by Monday of the local week and head of the key how many rows, how many end so.

    The head is what stands before the first ``|`` of a key; the database sums what follows, so
    that of a year of many units one row a week and head is read.

    Args:
        ending: The end of the keys that are counted apart.
    """
    rows = _between(bureau_id, kind, Grain.DAY, since, until)
    head = Substr("key", 1, StrIndex("key", Value("|")) - 1)
    rows = rows.annotate(week=_LocalWeek("at"), head=head)
    counted = (
        rows.values("week", "head")
        .annotate(n=Sum("value"), apart=Sum("value", filter=Q(key__endswith=ending), default=0))
        .order_by("week", "head")
    )
    return [
        (_monday(week), head, n, apart)
        for week, head, n, apart in counted.values_list("week", "head", "n", "apart")
        if n
    ]


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


def by_week(
    bureau_id: int, kind: CounterKind, since: datetime, until: datetime
) -> dict[tuple[date, str], int]:
    """Return how many rows there are by key and the Monday of the local week.

    The database sums the days: of a year with forty keys, 2,000 rows are read and not 14,000.
    """
    rows = _between(bureau_id, kind, Grain.DAY, since, until)
    summed = rows.annotate(week=_LocalWeek("at")).values("week", "key").annotate(n=Sum("value"))
    return {
        (_monday(week), key): n
        for week, key, n in summed.order_by("week", "key").values_list("week", "key", "n")
        if n
    }


_FIRST_MONDAY = date(1970, 1, 5)
_UNTIL_FIRST_MONDAY = 4 * 86_400 - 8 * 3_600  # seconds; LOCAL is eight hours ahead, always
_WEEK = 7 * 86_400


def _monday(week: int) -> date:
    return _FIRST_MONDAY + timedelta(weeks=week)


class _LocalWeek(Func):
    """Whole local weeks between the first Monday of 1970 and the midnight of a day counter."""

    output_field = IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """Return them by SQLite's own functions: a truncation of Django calls Python a row."""
        seconds = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        template = f"(({seconds} - {_UNTIL_FIRST_MONDAY}) / {_WEEK})"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """Return them by PostgreSQL."""
        seconds = "EXTRACT(EPOCH FROM %(expressions)s)::bigint"
        template = f"(({seconds} - {_UNTIL_FIRST_MONDAY}) / {_WEEK})"
        return self.as_sql(compiler, connection, template=template, **context)


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
