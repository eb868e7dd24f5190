"""The tables of an installation, and their values as Python has them on either database.

In:   the models.    Out:  names of tables and columns; values as either database returns them
      in one form; a hash of a row that is the same on both.
Cost: none.

A move to PostgreSQL and an export read and write tables by these, not by models: what is
sealed stays as it is stored, no column opens or seals anything on the way. Search series have
no model; they are filled anew from the rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_datetime


@dataclass(frozen=True, slots=True)
class DatabaseColumn:
    """One column: its name, the internal type of its field, its places if it is a decimal."""

    name: str
    kind: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class DatabaseTable:
    """One table, its columns in the order of the model, and the one that is its key."""

    name: str
    columns: tuple[DatabaseColumn, ...]
    key: int  # index of the column

    @property
    def column_list(self) -> str:
        """The columns as both databases quote them."""
        return ", ".join(f'"{column.name}"' for column in self.columns)

    @property
    def has_text_key(self) -> bool:
        """Tell whether the order of the key depends on a collation."""
        return self.columns[self.key].kind in {"CharField", "TextField"}


def database_tables() -> list[DatabaseTable]:
    """Return every table that has a model, in the order of their names."""
    found = {
        model._meta.db_table: _table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found)]


def _table(model: type[models.Model]) -> DatabaseTable:
    columns, key = [], 0
    for index, field in enumerate(model._meta.local_concrete_fields):
        kind = target.get_internal_type() if (target := _target(field)) else ""
        columns.append(
            DatabaseColumn(str(field.column), kind, getattr(field, "decimal_places", None) or 0)
        )
        key = index if field.primary_key else key
    return DatabaseTable(model._meta.db_table, tuple(columns), key)


def _target(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """Return the field whose values a column holds: of a foreign key, that which it names."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _moment(value: str | datetime) -> datetime:
    found = value if isinstance(value, datetime) else parse_datetime(value)
    if found is None:
        raise ValueError(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _time(value: str | time) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)


_READ: dict[str, Callable[[Any], Any]] = {
    "BooleanField": bool,
    "DateTimeField": _moment,
    "DateField": _day,
    "TimeField": _time,
    "BinaryField": bytes,
    "FloatField": float,
}


def read_row(table: DatabaseTable, row: Sequence[Any]) -> list[Any]:
    """Return a row of either database as PostgreSQL takes it.

    Raises:
        ValueError: If a value is not of the kind of its column.
    """
    return [_read(column, value) for column, value in zip(table.columns, row, strict=True)]


def _read(column: DatabaseColumn, value: Any) -> Any:
    if value is None:
        return None
    if column.kind == "DecimalField":  # SQLite has a float, the field so many places
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-column.places))
    convert = _READ.get(column.kind)
    return convert(value) if convert else value


def row_hash(table: DatabaseTable, row: Sequence[Any]) -> bytes:
    """Return the SHA-256 of a row, the same on both sides when its values are the same."""
    parts = [
        _canonical(column, value) for column, value in zip(table.columns, row, strict=True)
    ]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _canonical(column: DatabaseColumn, value: Any) -> Any:
    if column.kind == "JSONField" and value is not None:
        return _plain(json.loads(value) if isinstance(value, str) else value)
    text: Any = value
    match value:
        case None | bool() | int():
            pass
        case datetime():
            text = value.astimezone(UTC).isoformat()
        case date() | time():
            text = value.isoformat()
        case bytes() | bytearray() | memoryview():
            text = bytes(value).hex()
        case _:  # of a float the shortest digits that name it
            text = str(value)
    return text


def _plain(value: Any) -> Any:
    """Return JSON without what jsonb does not keep: whether 1.0 was written as 1."""
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case float() if value.is_integer():
            return int(value)
    return value
