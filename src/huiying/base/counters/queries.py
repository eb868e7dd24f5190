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
from django.db.models import Func, IntegerField, Q, QuerySet, Sum, Value
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
    """Return the totals of several kinds, in their order, as ``totals`` does: one query."""
    codes = [kind.code for kind in kinds]
    rows = CounterValue.objects.filter(
        bureau_id=bureau_id, kind__in=codes, grain=Grain.DAY, at__gte=since, at__lt=until
    )
    counted = rows.values("kind", "key").annotate(n=Sum("value")).order_by("kind", "key")
    found: dict[str, dict[str, int]] = {code: {} for code in codes}
    for code, key, n in counted.values_list("kind", "key", "n"):
        if n:
            found[code][key] = n
    return [found[code] for code in codes]


def by_day_and_head(
    bureau_id: int, kind: CounterKind, since: datetime, until: datetime, *, ending: str
) -> list[tuple[date, str, int, int]]:
    """Return by local day and head of the key how many rows there are, and how many end so.

    The head is what stands before the first ``|`` of a key; the database sums what follows, so
    that of a year of many units one row a day and head is read.

    Args:
        ending: The end of the keys that are counted apart.
    """
    rows = _between(bureau_id, kind, Grain.DAY, since, until)
    rows = rows.annotate(head=Substr("key", 1, StrIndex("key", Value("|")) - 1))
    counted = (
        rows.values("at", "head")
        .annotate(n=Sum("value"), apart=Sum("value", filter=Q(key__endswith=ending), default=0))
        .order_by("at", "head")
    )
    return [
        (at.astimezone(LOCAL).date(), head, n, apart)
        for at, head, n, apart in counted.values_list("at", "head", "n", "apart")
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
        (_FIRST_MONDAY + timedelta(weeks=week), key): n
        for week, key, n in summed.order_by("week", "key").values_list("week", "key", "n")
        if n
    }


_FIRST_MONDAY = date(1970, 1, 5)
_UNTIL_FIRST_MONDAY = 4 * 86_400 - 8 * 3_600  # seconds; LOCAL is eight hours ahead, always
_WEEK = 7 * 86_400


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
