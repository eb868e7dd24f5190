"""Whether the tables are those of this version: until the first release they are made anew.

In:   a database, the apps whose migrations are not all applied.
Out:  the first column, constraint or index that is not there, or column left empty that must
      be filled; "" when all fit.
Cost: two queries, some milliseconds.

A migration that was made anew has the name of the one before it, so Django thinks it applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.apps import apps
from django.db import connection

_SQLITE = (
    'SELECT m.name, p.name, p."notnull" AND p.dflt_value IS NULL'
    " FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'",
    "SELECT coalesce(sql, '') FROM sqlite_master",
)
_POSTGRES = (
    "SELECT c.relname, a.attname, a.attnotnull AND NOT a.atthasdef"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE pg_table_is_visible(c.oid) AND c.relkind IN ('r', 'p')"
    " AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT '\"' || relname || '\"' FROM pg_class WHERE relkind IN ('i', 'I')"
    " UNION SELECT '\"' || conname || '\"' FROM pg_constraint",
)


def schema_mismatch(unfinished: Collection[str] = ()) -> str:
    """Return what does not fit, by its name in the database.

    Args:
        unfinished: Labels of apps that are not looked at: migrations will change their tables.
    """
    columns: dict[str, dict[str, bool]] = defaultdict(dict)
    of_columns, of_names = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    with connection.cursor() as cursor:
        cursor.execute(of_columns)
        for table, column, needed in cursor.fetchall():
            columns[table][column] = bool(needed)
        cursor.execute(of_names)
        names = "\n".join(row[0] for row in cursor.fetchall())
    return next(_misfits(unfinished, columns, names), "")


def _misfits(
    unfinished: Collection[str], columns: Mapping[str, Mapping[str, bool]], names: str
) -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label in unfinished or not meta.managed or meta.proxy:
            continue
        table, theirs = meta.db_table, columns.get(meta.db_table, {})
        ours = {str(one.column): one.null for one in meta.local_concrete_fields}
        for column in sorted(theirs.keys() | ours):
            if column not in theirs or (theirs[column] and ours.get(column, True)):
                yield f"{table}.{column}"
        for rule in (*meta.constraints, *meta.indexes):
            if f'"{rule.name}"' not in names:
                yield f"{table}: {rule.name}"
