"""Change counters in the transaction of the act that changes what they count.

In:   slots with a difference; or the keys of rows, around the act that changes them.
Out:  counters equal to a count of the rows.
Cost: one upsert a slot, about 10 µs; ``counted`` reads the rows before and after, one query a
      kind each.

Of two acts at once the second waits at the head of the bureau's record until the first ends,
before it touches a counter: so no two of them wait for each other, whichever slots they share.
SQLite has one writer anyway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, connections, router
from django.db.models import Model

from huiying.base.audit.actions.append import hold_head
from huiying.base.counters.kinds import Slot, kinds_of
from huiying.base.counters.models import CounterValue
from huiying.base.db.keys import Keys

_COLUMNS = ("bureau_id", "kind", "grain", "at", "key", "value")
_watched: ContextVar[frozenset[tuple[type[Model], str, int]]] = ContextVar(
    "watched", default=frozenset()
)


def add_counts(bureau_id: int, differences: Mapping[Slot, int], *, head: bool = True) -> None:
    """Add to counters, or take from them; must run in the transaction of the act.

    Args:
        head: Hold the head of the bureau's record first, so that two acts never wait for each
            other's counters. Without it nothing may follow in the transaction that waits.

    Raises:
        RuntimeError: Outside of a transaction: a counter that outlives a rolled-back act would
            be wrong.
    """
    changes = [(slot, amount) for slot, amount in sorted(differences.items()) if amount]
    if not changes:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("counters change in the act's own transaction")
    if head:
        hold_head(bureau_id)
    database = connections[router.db_for_write(CounterValue)]
    quote = database.ops.quote_name
    table, value = quote(CounterValue._meta.db_table), quote("value")
    columns = ", ".join(map(quote, _COLUMNS))
    unique = ", ".join(map(quote, _COLUMNS[:-1]))
    stored = database.ops.adapt_datetimefield_value
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608 - our own names
            f"ON CONFLICT ({unique}) DO UPDATE "
            f"SET {value} = {table}.{value} + excluded.{value}",
            [
                (bureau_id, slot.kind, slot.grain, stored(slot.at), slot.key, amount)
                for slot, amount in changes
            ],
        )


def count_rows(bureau_id: int, model: type[Model], keys: Collection[int]) -> None:
    """Count rows that were just stored, in every kind of their model."""
    add_counts(bureau_id, _counts(model, keys))


@contextmanager
def counted(
    bureau_id: int, model: type[Model], keys: Collection[int], *, by: str = "pk"
) -> Iterator[None]:
    """Keep the counters of some rows right while the block changes or deletes them.

    The rows are locked first. Inside another ``counted`` of the same row it does nothing: the
    outer one sees the whole change.

    Args:
        by: The field that ``keys`` are values of. By another one than the key of the row no
            row is locked: the caller holds what others wait for who change such rows.
    """
    watched = _watched.get()
    fresh = sorted(key for key in set(keys) if (model, by, key) not in watched)
    if not fresh:
        yield
        return
    if by == "pk":
        rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=fresh)
        list(rows.order_by("pk").values_list("pk", flat=True))
    before = _counts(model, fresh, by)
    token = _watched.set(watched | {(model, by, key) for key in fresh})
    try:
        yield
    finally:
        _watched.reset(token)
    after = _counts(model, fresh, by)
    after.subtract(before)
    add_counts(bureau_id, after)


def _counts(model: type[Model], keys: Collection[int], by: str = "pk") -> Counter[Slot]:
    found = Counter[Slot]()
    for kind in kinds_of(model) if keys else ():
        found.update(kind.count(kind.rows().filter(**{f"{by}__in": Keys(keys)})))
    return found
