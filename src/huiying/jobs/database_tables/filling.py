"""What is done to tables around filling them from elsewhere.

In:   the database of the settings.    Out:  empty tables without foreign keys; keys put back.
Cost: some statements for each table.

Tables name each other in circles, so no order of filling satisfies every foreign key. SQLite
compares them once everything is there. On PostgreSQL there are two ways:

- What fills all tables in one transaction leaves the foreign keys in force and checks each as
  soon as it can (``check_references_early``). To drop them all takes five locks for each, and
  one transaction has room for about 6,400 with the settings that PostgreSQL comes with.
- What fills them in many transactions drops the foreign keys meanwhile, some at a time, and
  PostgreSQL checks each when it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from huiying.base.db.final_rows import drop_protections, install_protections
from huiying.jobs.database_tables.reading import sequence_of
from huiying.jobs.database_tables.tables import DatabaseTable

DROPPED_AT_ONCE = 100
"""Foreign keys; to drop one takes a lock for it, for its four triggers, and for both tables."""
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY conname
"""
REFERENCES = """
SELECT conname, own.relname, named.relname
FROM pg_constraint
JOIN pg_class own ON own.oid = conrelid
JOIN pg_class named ON named.oid = confrelid
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY conname
"""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key of PostgreSQL as it is made again."""

    table: str  # quoted where it must be
    name: str
    definition: str


def foreign_keys() -> list[ForeignKey]:
    """Return the foreign keys of a PostgreSQL database; none of SQLite, which keeps its own."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        return [ForeignKey(*row) for row in cursor.fetchall()]


def drop_foreign_keys() -> None:
    """Drop every foreign key, in transactions of its own; a killed call is called again."""
    every = foreign_keys()
    for start in range(0, len(every), DROPPED_AT_ONCE):
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            for one in every[start : start + DROPPED_AT_ONCE]:
                cursor.execute(f'ALTER TABLE {one.table} DROP CONSTRAINT "{one.name}"')


def add_foreign_keys(missing: Iterable[ForeignKey]) -> None:
    """Put foreign keys back; PostgreSQL checks them.

    Raises:
        IntegrityError: If a row names another that is not there.
    """
    with connection.cursor() as cursor:
        for one in missing:
            cursor.execute(
                f'ALTER TABLE {one.table} ADD CONSTRAINT "{one.name}" {one.definition}'
            )


def check_references_early(filled: Sequence[DatabaseTable]) -> None:
    """Let PostgreSQL check a foreign key with each statement if what it names is filled before.

    Only the others wait for the end of the transaction: until then the server keeps an entry in
    memory for each row and key.
    """
    if connection.vendor != "postgresql":
        return
    place = {table.name: at for at, table in enumerate(filled)}
    later = [
        f'"{name}"'
        for name, table, named in _references()
        if place.get(named, -1) >= place.get(table, -1)  # also of a row to one of its own table
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if later:
            cursor.execute(f"SET CONSTRAINTS {', '.join(later)} DEFERRED")


def check_references_now() -> None:
    """Check every foreign key that waits; from here on all wait for the end, as they do always.

    Raises:
        IntegrityError: If a row names another that is not there.
    """
    if connection.vendor != "postgresql":
        connection.check_constraints()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def named_first(tables: Iterable[DatabaseTable]) -> list[DatabaseTable]:
    """Return tables so that each stands behind those that it names, as far as circles let."""
    every = {table.name: table for table in tables}
    named_by: dict[str, list[str]] = {name: [] for name in every}
    if connection.vendor == "postgresql":
        for _name, table, named in _references():
            if table in every and named in every:
                named_by[table].append(named)
    placed: dict[str, DatabaseTable] = {}
    begun: set[str] = set()

    def place(name: str) -> None:
        if name in begun:
            return
        begun.add(name)
        for named in named_by[name]:
            place(named)
        placed[name] = every[name]

    for name in every:
        place(name)
    return list(placed.values())


def _references() -> list[tuple[str, str, str]]:
    """Return of each foreign key of PostgreSQL its name, its table and the table it names."""
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES)
        return [(str(name), str(table), str(named)) for name, table, named in cursor.fetchall()]


def empty_tables(tables: Iterable[DatabaseTable]) -> None:
    """Delete every row, also those that the database refuses to delete otherwise.

    An empty table is left as it is: TRUNCATE makes the files of a table anew, also of one that
    has none. PostgreSQL refuses it for a table that another one names.
    """
    can_truncate = connection.vendor == "postgresql" and not foreign_keys()
    word = "TRUNCATE" if can_truncate else "DELETE FROM"
    drop_protections(connection)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table.name}")')  # noqa: S608 - our names
            if cursor.fetchone()[0]:
                cursor.execute(f'{word} "{table.name}"')
    install_protections(connection)


def set_last_keys(
    tables: Iterable[DatabaseTable], last_given: Callable[[DatabaseTable], int]
) -> None:
    """Let every table go on behind the highest key that was ever given, here or before."""
    for table in tables:
        key = table.columns[table.key].name
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                if not (sequence := sequence_of(table)):
                    continue
                cursor.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table.name}"')  # noqa: S608 - our names
                last = max(int(cursor.fetchone()[0]), last_given(table))
                if last > 0:
                    cursor.execute("SELECT setval(%s, %s)", [sequence, last])
            elif last := last_given(table):  # SQLite itself knows the keys that are there
                name = [table.name]
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", name)
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [*name, last])
