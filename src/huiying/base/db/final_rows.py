"""Rows that the database itself refuses to change or to delete, declared in migrations.

In:   a table, the columns that stay, which other updates are refused.
Out:  triggers of SQLite and PostgreSQL; which tables of a database lack theirs.
Cost: a comparison for each update of such a row; on SQLite one look-up for each insert.

Whoever owns the database can drop a trigger: then ``missing_protections`` names the table, and
``huiying verify-audit`` what was changed meanwhile. A trigger reads its own row alone, since
SQLite lets no table be altered that a trigger of another one reads. SQLite drops the triggers
of a table that a migration makes anew; ``config/migrations.py`` puts them back.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

# Migrations say of a sealed key that only an erasure changes it, to nothing. Since the key of
# an installation can be rotated, it may also give way to one of its length: the same key under
# another secret. That it still opens the row is what the checks of the record look at.
ERASURE_ALONE = (
    "(NEW.data_key {distinct} OLD.data_key"
    " AND (NEW.data_key IS NOT NULL OR NEW.erased_at IS NULL))"
)
ERASURE_OR_SEALED_ANEW = (
    "(NEW.data_key {distinct} OLD.data_key AND ("
    "(NEW.data_key IS NULL AND NEW.erased_at IS NULL) OR (NEW.data_key IS NOT NULL AND"
    " (OLD.data_key IS NULL OR length(NEW.data_key) {distinct} length(OLD.data_key)))))"
)
DISTINCT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


class ProtectRows(Operation):
    """An operation of a migration: from here on the rows of a table are final.

    Args:
        table: As the database names it.
        unchanged: Columns that no update changes.
        refused: A further condition on ``NEW`` and ``OLD`` under which an update is refused;
            one for each kind of database where they differ. ``{distinct}`` stands for the
            comparison that knows NULL.
        keys: The columns of each unique key: SQLite's INSERT OR REPLACE deletes by them.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        table: str,
        *,
        unchanged: tuple[str, ...] = (),
        refused: str | dict[str, str] = "",
        keys: tuple[tuple[str, ...], ...] = (("id",),),
    ) -> None:
        self.table = table
        self.unchanged = unchanged
        self.refused = refused
        self.keys = keys

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing of the models."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002 - the names are Django's
        schema_editor: Any,
        from_state: Any,  # noqa: ARG002
        to_state: Any,  # noqa: ARG002
    ) -> None:
        """Make the triggers."""
        vendor = schema_editor.connection.vendor
        for statement in (*self.drop_statements(vendor), *self.create_statements(vendor)):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002 - the names are Django's
        schema_editor: Any,
        from_state: Any,  # noqa: ARG002
        to_state: Any,  # noqa: ARG002
    ) -> None:
        """Drop the triggers."""
        for statement in self.drop_statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Return what ``showmigrations`` says of it."""
        return f"Refuse to change final rows of {self.table}"

    def create_statements(self, vendor: str) -> tuple[str, ...]:
        """Return the statements that make the triggers."""
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def drop_statements(self, vendor: str) -> tuple[str, ...]:
        """Return the statements that drop the triggers, if they are there."""
        if vendor == "sqlite":
            parts = ("update", "delete", "insert")
            return tuple(f"DROP TRIGGER IF EXISTS {self._name(part)}" for part in parts)
        drops = (
            f"DROP TRIGGER IF EXISTS {self._name(part)} ON {self.table}"
            for part in ("row", "truncate")
        )
        return (*drops, f"DROP FUNCTION IF EXISTS {self._name('row')}()")

    def present(self, connection: BaseDatabaseWrapper) -> bool:
        """Tell whether a database has the triggers, exactly as they are made, and uses them."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                    [self.table],
                )
                return {row[0] for row in cursor.fetchall()} >= set(self._sqlite())
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
                " WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') AND prosrc = %s",
                [self.table, self._body()],
            )
            found = {row[0] for row in cursor.fetchall()}
        return found == {self._name("row"), self._name("truncate")}

    def _name(self, part: str) -> str:
        return f"final_{self.table}_{part}"

    def _condition(self, vendor: str) -> str:
        refused = self.refused if isinstance(self.refused, str) else self.refused[vendor]
        changed = (f"NEW.{name} {{distinct}} OLD.{name}" for name in self.unchanged)
        parts = " OR ".join([*changed, *([f"({refused})"] if refused else [])])
        parts = parts.replace(ERASURE_ALONE, ERASURE_OR_SEALED_ANEW)
        return parts.replace("{distinct}", DISTINCT[vendor])

    def _sqlite(self) -> tuple[str, ...]:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self._sentence()}'); END"
        same = " OR ".join(
            "(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")"
            for key in self.keys
        )
        there = f"SELECT 1 FROM {self.table} WHERE {same}"  # noqa: S608 - names of a migration
        return (
            # What is not known (NULL) is refused.
            f"CREATE TRIGGER {self._name('update')} BEFORE UPDATE ON {self.table}"
            f" WHEN ({self._condition('sqlite')}) IS NOT 0 {refuse}",
            f"CREATE TRIGGER {self._name('delete')} BEFORE DELETE ON {self.table} {refuse}",
            f"CREATE TRIGGER {self._name('insert')} BEFORE INSERT ON {self.table}"
            f" WHEN EXISTS ({there}) {refuse}",
        )

    def _postgresql(self) -> tuple[str, ...]:
        function = self._name("row")
        return (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $${self._body()}$$",
            f"CREATE TRIGGER {self._name('row')} BEFORE UPDATE OR DELETE ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()",
            f"CREATE TRIGGER {self._name('truncate')} BEFORE TRUNCATE ON {self.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        )

    def _body(self) -> str:
        return (
            " BEGIN IF TG_OP = 'UPDATE' THEN"
            f" IF NOT ({self._condition('postgresql')}) THEN RETURN NEW; END IF; END IF;"
            f" RAISE EXCEPTION '{self._sentence()}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END "
        )

    def _sentence(self) -> str:
        return f"rows of {self.table} are final"


@cache
def protections() -> tuple[ProtectRows, ...]:
    """Return what the migrations declare, for each table the newest declaration."""
    found: dict[str, ProtectRows] = {}
    for app in apps.get_app_configs():
        if not app.name.startswith("huiying."):
            continue
        for name in _migrations(app.name):
            for operation in import_module(name).Migration.operations:
                if isinstance(operation, ProtectRows):
                    found[operation.table] = operation
    return tuple(found.values())


def _migrations(app: str) -> list[str]:
    try:
        package = import_module(f"{app}.migrations")
    except ModuleNotFoundError:
        return []
    names = (module.name for module in iter_modules(package.__path__))
    return [f"{app}.migrations.{name}" for name in sorted(names)]


def missing_protections(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables whose triggers are gone, switched off or other ones."""
    return [row.table for row in protections() if not row.present(connection)]


def drop_protections(connection: BaseDatabaseWrapper) -> None:
    """Drop all triggers: while migrations make tables anew, no trigger may stand on them."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for row in protections():
            if row.table in tables:
                for statement in row.drop_statements(connection.vendor):
                    cursor.execute(statement)


def install_protections(connection: BaseDatabaseWrapper) -> list[str]:
    """Make the triggers that are missing; return the tables that lacked them."""
    tables = set(connection.introspection.table_names())
    missing = [row for row in protections() if row.table in tables]
    missing = [row for row in missing if not row.present(connection)]
    with connection.cursor() as cursor:
        for row in missing:
            for statement in (
                *row.drop_statements(connection.vendor),
                *row.create_statements(connection.vendor),
            ):
                cursor.execute(statement)
    return [row.table for row in missing]
