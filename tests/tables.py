"""The tables of the models, made as they stand in the code instead of by all migrations.

In:   nothing.    Out:  the settings that a new test database is made with.
Cost: two seconds of processor time instead of fourteen.

``tests/upgrade`` compares these tables with those that the migrations make.
"""

from __future__ import annotations

from django.apps import apps

from huiying.config.first_tables import BY_MIGRATION
from huiying.config.migrations import apply_migrations


def without_migrations() -> dict[str, None]:
    """Return a setting ``MIGRATION_MODULES`` for which tables are made of the models."""
    return {app.label: None for app in apps.get_app_configs() if app.label != BY_MIGRATION}


def make_tables() -> None:
    """Make the tables of an empty database as the first start of an installation does."""
    apply_migrations()
