"""Our tables of a database, as statements that can be compared.

In:   the database of Django.
Out:  one line for each column, index, constraint and trigger.
Cost: a few queries.

The order of columns and the names that Django gives indexes are left out: an upgraded table
has its newer columns last.
"""

from __future__ import annotations

import re

from django.apps import apps
from django.db import connection

POSTGRES = (
    "SELECT table_name, column_name || ' ' || data_type || ' '"
    " || coalesce(character_maximum_length::text, '') || ' ' || is_nullable || ' '"
    " || coalesce(column_default, '') || ' ' || is_identity || ' '"
    " || coalesce(generation_expression, '')"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')"
    " FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid > 0",
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(pg_trigger.oid) || ' ' || prosrc"
    " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal",
)
SQLITE = ("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",)
NAME = re.compile(r'(CREATE (?:UNIQUE )?INDEX|CONSTRAINT) "[^"]+"')


def schema() -> list[str]:
    """Return what the tables of our apps are made of."""
    statements = POSTGRES if connection.vendor == "postgresql" else SQLITE
    rows = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            rows += cursor.fetchall()
    labels = (app.label for app in apps.get_app_configs() if app.name.startswith("huiying."))
    ours = tuple(f"{label}_" for label in labels)
    return sorted(
        f"{table}: {part}"
        for table, sql in rows
        if table.startswith(ours)
        for part in _parts(sql)
    )


def _parts(sql: str) -> list[str]:
    """Cut the statement that makes a table of SQLite into its columns and constraints."""
    sql = NAME.sub(r"\1", " ".join(sql.split()))
    if connection.vendor == "postgresql" or not sql.startswith("CREATE TABLE"):
        return [sql]
    body, parts, depth = sql[sql.index("(") + 1 : sql.rindex(")")], [""], 0
    for letter in body:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
