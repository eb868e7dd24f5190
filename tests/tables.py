"""The tables of the models, made as they stand in the code instead of by all migrations.

In:   nothing.    Out:  the settings that a new test database is made with.
Cost: two seconds of processor time instead of fourteen.

``tests/upgrade`` compares these tables with those that the migrations make.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings

from huiying.base.db.final_rows import install_protections

BY_MIGRATION = "search"  # an index that no model describes


def without_migrations() -> dict[str, None]:
    """Return a setting ``MIGRATION_MODULES`` for which tables are made of the models."""
    return {app.label: None for app in apps.get_app_configs() if app.label != BY_MIGRATION}


def make_tables() -> None:
    """Make the tables of an empty database as if every migration had been applied."""
    with override_settings(MIGRATION_MODULES=without_migrations()):
        call_command("migrate", run_syncdb=True, verbosity=0)
    install_protections(connection)
    recorder = MigrationRecorder(connection)
    for app, name in MigrationLoader(None).disk_migrations:
        if app != BY_MIGRATION:
            recorder.record_applied(app, name)
