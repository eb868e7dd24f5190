"""The values of rows as JSON, and back; the same on both databases, byte by byte.

In:   a column, a value as ``database_tables`` reads it.    Out:  a value for JSON; and back.
Cost: about a microsecond a value.

Moments are in UTC with a zone ("2026-11-24T02:00:00.123456+00:00"), days and times as in ISO
8601, bytes in Base64, decimals as text with the places of their field. A JSON column is JSON in
its row, with sorted keys, since jsonb keeps no order.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from huiying.jobs.database_tables.tables import DatabaseColumn, DatabaseTable, read_row

JSON_KIND, BYTES_KIND = "JSONField", "BinaryField"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_ASCII_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "BooleanField": "true or false",
        "DateTimeField": "text, a moment in UTC, ISO 8601",
        "DateField": "text, a day, ISO 8601",
        "TimeField": "text, a time of day, ISO 8601",
        "DecimalField": "text, a decimal number",
        "FloatField": "number",
        BYTES_KIND: "text, bytes in Base64",
        JSON_KIND: "JSON",
    }
)
"""How the values of a kind of column stand in a line; what is not here is a number or text."""
_TEXTS = frozenset({"CharField", "TextField", "SlugField", "GenericIPAddressField"})


def form_of(kind: str) -> str:
    """Return in words how the values of a kind of column stand in a line."""
    return FORMS.get(kind, "text" if kind in _TEXTS else "whole number")


def line_of(table: DatabaseTable, row: tuple[Any, ...]) -> bytes:
    """Return a row, as the database returned it, as one line of JSON Lines.

    Raises:
        ValueError: If a value has no form in JSON, such as a number that is none.
    """
    values = {
        column.name: _to_json(column, value)
        for column, value in zip(table.columns, read_row(table, row), strict=True)
    }
    try:
        return _ENCODER.encode(values).encode() + b"\n"
    except UnicodeEncodeError:  # half of a pair, which no UTF-8 has: written as \\ud800
        return _ASCII_ENCODER.encode(values).encode() + b"\n"


def _to_json(column: DatabaseColumn, value: Any) -> Any:
    if column.kind == JSON_KIND and value is not None:
        return _exact(json.loads(value) if isinstance(value, str) else value)
    found = value
    match value:
        case None | bool() | int() | float() | str():
            pass
        case datetime():
            found = value.astimezone(UTC).isoformat()
        case date() | time():
            found = value.isoformat()
        case bytes() | bytearray() | memoryview():
            found = b64encode(bytes(value)).decode("ascii")
        case _:  # a decimal, an address of a network
            found = str(value)
    return found


def _exact(value: Any) -> Any:
    """Return JSON as jsonb would give it back: keys in order, no -0.0, no exponent above."""
    match value:
        case dict():
            return {key: _exact(value[key]) for key in sorted(value)}
        case list():
            return [_exact(one) for one in value]
        case float() if value.is_integer() and (value == 0 or "e" in repr(value)):
            return int(value) if value else 0.0
    return value


def row_of(table: DatabaseTable, values: Mapping[str, Any]) -> list[Any]:
    """Return the row of a line as Python has it, in the order of the columns.

    Raises:
        ValueError: If the names are not those of the columns, or a value is of another kind.
    """
    if len(values) != len(table.columns):
        raise ValueError(", ".join(sorted(set(values) ^ {one.name for one in table.columns})))
    row = []
    for column in table.columns:
        if column.name not in values:
            raise ValueError(column.name)
        try:
            row.append(_from_json(column, values[column.name]))
        except (ValueError, TypeError, ArithmeticError) as error:
            raise ValueError(column.name) from error
    return row


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found


_PARSE: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": _moment,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    BYTES_KIND: lambda value: b64decode(value, validate=True),
    JSON_KIND: json.dumps,
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "BooleanField": bool,
    "FloatField": (float, int),
}


def _from_json(column: DatabaseColumn, value: Any) -> Any:
    if value is None:
        return None
    if column.kind != JSON_KIND:
        wanted: Any = _TYPES.get(column.kind, str)
        if column.kind not in FORMS and column.kind not in _TEXTS:
            wanted = int
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise ValueError
    parse = _PARSE.get(column.kind)
    return parse(value) if parse else value
