"""Apply a migration and record it in one transaction, so that a killed upgrade can go on.

In:   a block in which ``migrate`` runs.    Out:  each migration whole and recorded, or neither.
Cost: none.

Django 5.2 makes indexes and foreign keys last, and records a migration that has any after its
transaction. A process that was killed in between left tables that nothing knew of: every
further upgrade stopped at "table already exists".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class RecordingExecutor(MigrationExecutor):
    """Django's executor, which records within the transaction of the changes."""

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
        fake_initial: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        """Run a migration forwards, with what it deferred."""
        if fake or fake_initial:  # nothing is made
            return super().apply_migration(state, migration, fake, fake_initial)
        if self.progress_callback:
            self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            state = migration.apply(state, editor)
            while editor.deferred_sql:
                editor.execute(editor.deferred_sql.pop(0), None)
            self.record_migration(migration)  # type: ignore[arg-type,call-arg]  # the stubs are older
        if self.progress_callback:
            self.progress_callback("apply_success", migration, fake)
        return state


@contextmanager
def recorded_with_their_changes() -> Iterator[None]:
    """Let ``migrate`` record each migration in the transaction of its changes."""
    executor = migrate.MigrationExecutor  # type: ignore[attr-defined]
    migrate.MigrationExecutor = RecordingExecutor  # type: ignore[attr-defined]
    try:
        yield
    finally:
        migrate.MigrationExecutor = executor  # type: ignore[attr-defined]
