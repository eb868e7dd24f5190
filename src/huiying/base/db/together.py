"""Ask about several query sets in one query: which have a row, how many rows each has.

In:   query sets.    Out:  an answer for each.
Cost: one query; none if every query set is an empty one of Django (``none()``).

Each query set is compiled by itself, and its text stands beside the others'. As expressions of
one query set they would be cloned and renamed several times over: for the menu of a page that
took longer than the database did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def count_together(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many different rows each query set has, by the names given."""
    counts = _ask([_count(found) for found in rows.values()])
    return {name: int(count) for name, count in zip(rows, counts, strict=True)}


def exist_together(rows: Sequence[QuerySet[Any]]) -> list[bool]:
    """Tell of each query set whether it has a row, in their order."""
    return [bool(answer) for answer in _ask([_exists(found) for found in rows])]


Compiled = tuple[str, Sequence[Any]] | None  # SQL and its parameters; None = has no row


def _ask(expressions: Sequence[Compiled]) -> list[Any]:
    """Return the value of each expression; 0 for what cannot have a row."""
    asked = [found for found in expressions if found is not None]
    if not asked:
        return [0] * len(expressions)
    statement = f"SELECT {', '.join(text for text, _given in asked)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [one for _text, given in asked for one in given])
        values = iter(cursor.fetchone())
    return [0 if found is None else next(values) for found in expressions]


def _count(rows: QuerySet[Any]) -> Compiled:
    return _within(
        "(SELECT COUNT(*) FROM (%s) counted)", rows.order_by().values("pk").distinct()
    )


def _exists(rows: QuerySet[Any]) -> Compiled:
    return _within("EXISTS (%s)", rows.order_by().values("pk")[:1])


def _within(around: str, rows: QuerySet[Any]) -> Compiled:
    try:
        text, given = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return around.replace("%s", text), given
