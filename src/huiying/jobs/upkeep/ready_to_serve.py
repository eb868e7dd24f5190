"""Whether this server may be sent requests: database, its tables, key and files, disk.

In:   the settings, the database, the data folder.
Out:  one word for a machine that says what is lacking.
Cost: four small queries and a small file; the graph of the migrations is built once a process,
      and again when others were applied.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from django.apps import apps
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from huiying.jobs.shared_data import has_file_folder, has_key
from huiying.jobs.upkeep.write_access import can_write

Migrations = frozenset[tuple[str, str]]


class Lack(StrEnum):
    """What a server lacks before it may be sent requests."""

    NOTHING = ""
    DATABASE = "database"  # it does not answer
    MIGRATIONS = "migrations"  # its tables are not those of this version
    KEY = "key"  # the secret key is another installation's
    FILES = "files"  # the folder of files is another one, or is not mounted
    DISK = "disk"  # nothing can be written


def lack() -> Lack:
    """Return the first thing that this server lacks."""
    try:
        if not _has_all_tables(frozenset(MigrationRecorder(connection).applied_migrations())):
            return Lack.MIGRATIONS
        if not has_key():
            return Lack.KEY
        if not has_file_folder():
            return Lack.FILES
        return Lack.NOTHING if can_write() else Lack.DISK
    except (DatabaseError, InterfaceError):
        return Lack.DATABASE


@lru_cache(maxsize=1)
def _has_all_tables(applied: Migrations) -> bool:
    """Tell whether every migration of this version is applied, and none of a newer one."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("huiying.")}
    newer = {key for key in applied.difference(loader.disk_migrations) if key[0] in ours}
    return not newer and applied.issuperset(loader.graph.nodes)
