"""Kinds of counters: each is declared by the app that owns the rows, and counts them.

In:   a declaration in the module ``counters`` of an app.
Out:  the slots that a row counts in; the same for acts, rebuilding and comparison.
Cost: about 3 µs a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from huiying.base.counters.models import Grain
from huiying.policy.time.zone import LOCAL

CHUNK = 10_000


class Slot(NamedTuple):
    """Where a row is counted; slots are in the order in which they are written."""

    kind: str
    grain: str
    at: datetime
    key: str


def _itself(value: datetime) -> datetime:
    return value


@dataclass(frozen=True, kw_only=True)
class CounterKind:
    """What is counted by key and time.

    Attributes:
        code: As stored, at most 24 letters.
        model: Whose rows are counted, once each. An act that changes one of them in what is
            counted says so by ``counted`` or ``count_rows`` (``actions/count.py``).
        rows: Those that count, of all bureaus.
        moment: The field that says when; a row without it is not counted.
        when: A value of this field → the moment.
        parts: The fields that make the key.
        key: The values of ``parts`` → the key, at most 80 letters.
        hourly: It is stored by hour, too.
        deleted: A bureau → moment, number and values of ``parts`` of rows that a plan of
            retention deleted: they count on, so that figures of old months stay.
    """

    code: str
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    moment: str
    parts: tuple[str, ...]
    key: Callable[..., str]
    when: Callable[[Any], datetime] = _itself
    hourly: bool = False
    deleted: Callable[[int], Iterable[tuple[Any, ...]]] | None = None

    def slots(self, value: Any, *parts: Any) -> Iterator[Slot]:
        """Yield the slots of one row, of its values; none if it has no moment."""
        if value is not None:
            yield from self._slots_at(self.when(value), *parts)

    def _slots_at(self, moment: datetime, *parts: Any) -> Iterator[Slot]:
        key, local = self.key(*parts), moment.astimezone(LOCAL)
        hour = local.replace(minute=0, second=0, microsecond=0)
        yield Slot(self.code, Grain.DAY.value, hour.replace(hour=0), key)
        if self.hourly:
            yield Slot(self.code, Grain.HOUR.value, hour, key)

    def slots_of(self, rows: Iterable[Any]) -> Counter[Slot]:
        """Count rows that were read and do count."""
        found = Counter[Slot]()
        for row in rows:
            parts = (getattr(row, name) for name in self.parts)
            found.update(self.slots(getattr(row, self.moment), *parts))
        return found

    def count_deleted(self, bureau_id: int) -> Counter[Slot]:
        """Count the rows of a bureau that are gone and count on."""
        found = Counter[Slot]()
        for moment, number, *parts in self.deleted(bureau_id) if self.deleted else ():
            for slot in self._slots_at(moment, *parts):
                found[slot] += number
        return found

    def count(self, rows: QuerySet[Any]) -> Counter[Slot]:
        """Count rows of ``self.rows()``, narrowed, by reading them."""
        columns = rows.order_by().values_list(self.moment, *self.parts)
        found = Counter[Slot]()
        for moment, *parts in columns.iterator(chunk_size=CHUNK):
            found.update(self.slots(moment, *parts))
        return found


_DECLARED: dict[str, CounterKind] = {}


def declare(kind: CounterKind) -> CounterKind:
    """Declare a kind; returns it.

    Raises:
        ValueError: If its code is another's.
    """
    if _DECLARED.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two kinds of counters are called {kind.code}")
    return kind


def every_kind() -> list[CounterKind]:
    """Return all kinds, by code."""
    return [_DECLARED[code] for code in sorted(_DECLARED)]


def kinds_of(model: type[Model]) -> list[CounterKind]:
    """Return the kinds that count rows of a model, by code."""
    return [kind for kind in every_kind() if kind.model is model]
