"""Insert or update many rows of one table at once, quicker than the ORM.

In:   rows of one model, their values as they are to be stored.
Out:  the same rows in the database; keys that the database gives are not read back.
Cost: about 10 µs a row, a fifth of ``bulk_create``: one statement, prepared once.

For tables that get a row for every post, or a change with every look. No ``pre_save``, no
signals: the models have none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict

_PLAIN: Final = frozenset({str, int, bool, float, type(None)})


def insert_rows(rows: Sequence[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Insert unsaved rows of one model.

    Args:
        ignore_conflicts: Leave out a row that breaks a unique constraint.

    Raises:
        IntegrityError: A row breaks a constraint, and conflicts are not ignored.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields: list[models.Field[Any, Any]] = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and rows[0].pk is None)
    ]
    quote = connection.ops.quote_name
    conflict = OnConflict.IGNORE if ignore_conflicts else None
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    begin = connection.ops.insert_statement(on_conflict=conflict)
    end = connection.ops.on_conflict_suffix_sql(fields, conflict, [], [])
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{begin} {table} ({columns}) VALUES ({marks}) {end}",
            _stored(rows, fields, connection),
        )


def update_rows(rows: Sequence[models.Model], names: Collection[str]) -> None:
    """Write some fields of rows that are stored, as ``save(update_fields=names)`` of each."""
    if not rows:
        return
    meta = type(rows[0])._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    fields = [field for field in meta.concrete_fields if field.name in names]
    quote = connection.ops.quote_name
    table, key = quote(meta.db_table), quote(str(meta.pk.column))
    settings = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {settings} WHERE {key} = %s",  # noqa: S608 - our own names
            _stored(rows, [*fields, meta.pk], connection),
        )


def _stored(
    rows: Sequence[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    connection: BaseDatabaseWrapper,
) -> list[list[Any]]:
    """Return the values of rows as the database takes them."""
    names = [field.attname for field in fields]
    always = [isinstance(field, models.JSONField) for field in fields]
    return [
        [
            value
            if type(value := getattr(row, name)) in _PLAIN and not prepared
            else field.get_db_prep_save(value, connection)
            for name, field, prepared in zip(names, fields, always, strict=True)
        ]
        for row in rows
    ]
