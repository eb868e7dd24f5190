"""A new database is quick to make: each worker of the tests and each new house makes one."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex

OURS = {app.label for app in apps.get_app_configs() if app.name.startswith("huiying.")}


def test_tables_are_made_with_their_indexes_and_constraints():
    """Each one added apart makes Django render every related model again."""
    apart = [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in MigrationLoader(None).disk_migrations.items()
        if label in OURS
        for operation in migration.operations
        if isinstance(operation, AddIndex | AddConstraint)
        and not any(
            isinstance(other, AddField) and other.model_name == operation.model_name
            for other in migration.operations
        )
    ]

    assert apart == [], "run: python tools/first_migrations.py APP"
