"""Make the tables of an empty database as the models describe them.

In:   the database of the settings.    Out:  its tables, and every migration noted as applied.
Cost: about two seconds of processor time; all migrations one after another take over thirty,
      since each of them renders every model that is connected with its own.

What migrations do besides making tables concerns rows, and there are none. ``tests/upgrade``
compares these tables with those of a released database that the migrations brought up to date.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from huiying.base.db.unfinished_move import MOVE_TABLE, MOVED_TABLES

BY_MIGRATION = "search"
"""The app whose index no model describes: its migration makes it."""


def is_empty() -> bool:
    """Tell whether the database has no table yet but those of migrations and of a move."""
    tables = set(connection.introspection.table_names())
    return tables <= {MigrationRecorder.Migration._meta.db_table, MOVE_TABLE, MOVED_TABLES}


def make_first_tables() -> None:
    """Make every table in one transaction; a process that is killed meanwhile leaves none."""
    MigrationRecorder(connection).ensure_schema()
    notes = MigrationRecorder.Migration
    done = [
        notes(app=app, name=name)
        for app, name in MigrationLoader(None).disk_migrations
        if app != BY_MIGRATION
    ]
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and model._meta.app_label != BY_MIGRATION:
                editor.create_model(model)
        notes.objects.using(connection.alias).bulk_create(done)
