"""Whether a database has the tables of this version, and one process at a time that changes it.

In:   the database of the settings.    Out:  its state; the same database up to date.
Cost: one query for the state; of the lock one more, or one file beside the SQLite database.
"""

from __future__ import annotations

import fcntl
import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from huiying.base.db.final_rows import drop_protections, install_protections
from huiying.base.db.unfinished_move import has_unfinished_move
from huiying.base.files.private_folder import make_private_folder
from huiying.config.first_tables import is_empty, make_first_tables
from huiying.config.model_states import rendering_what_changed
from huiying.config.recorded_migrations import recorded_with_their_changes

log = logging.getLogger("huiying.migrations")
_IN_MEMORY = re.compile(r"^:memory:$|[?&]mode=memory")
LOCK_KEY = 0x6875_6979_696E_67  # "huiying", of the advisory locks of PostgreSQL


@dataclass(frozen=True, slots=True)
class MigrationState:
    """What a database lacks, and what it has that this version does not know."""

    applied: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    half_moved: bool = False

    def sentence(self) -> str:
        """Say what is wrong with it and what to do; "" when nothing is."""
        if self.half_moved:
            return (
                "从 SQLite 往这个数据库的搬迁没有完成，现在还不能使用。请继续用原来的数据库"
                "（不设 HUIYING_DATABASE_URL），再运行一次 huiying move-to-postgres。"
            )
        return self.tables_sentence()

    def tables_sentence(self) -> str:
        """Say what is wrong with its tables; "" when nothing is."""
        if self.unknown:
            return (
                f"这个数据库是更新的版本建的（本版本没有迁移 {self.unknown[0]}），"
                "什么也没有改动。请装回那个版本，或恢复升级前的备份。"
            )
        if self.missing and self.applied:
            return (
                f"这个数据库还没有升级到本版本（还差 {len(self.missing)} 项迁移，"
                f"第一项是 {self.missing[0]}）。请先运行 huiying up。"
            )
        return (
            "数据库还没有建好。请先运行 huiying setup（或 huiying up）。"
            if self.missing
            else ""
        )


def migration_state() -> MigrationState:
    """Read which migrations are applied."""
    make_private_folder(settings.DATA_DIR)
    loader = MigrationLoader(connection)
    return _state(loader, set(loader.applied_migrations), has_unfinished_move(connection))


def state_of(applied: set[tuple[str, str]]) -> MigrationState:
    """Compare the migrations of another database with those of this version."""
    return _state(MigrationLoader(None), applied, half_moved=False)


def _state(
    loader: MigrationLoader,
    applied: set[tuple[str, str]],
    half_moved: bool,  # noqa: FBT001
) -> MigrationState:
    disk = loader.disk_migrations
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("huiying.")}
    return MigrationState(
        applied=len(applied),
        missing=_names(set(loader.graph.nodes) - applied),
        unknown=_names({key for key in applied.difference(disk) if key[0] in ours}),
        half_moved=half_moved,
    )


def _names(keys: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for app, name in sorted(keys))


def prepare_database() -> str:
    """Bring the database up to date; say why it, or this machine, is not fit for work.

    The first machine that comes marks key and files as those of the installation.
    """
    from huiying.jobs import clock  # noqa: PLC0415 - has models; `manage` has none yet
    from huiying.jobs.shared_data import (  # noqa: PLC0415
        files_of_another,
        lacking,
        register_installation,
    )
    from huiying.jobs.upkeep.counters import build_new_counters  # noqa: PLC0415

    with migration_lock():
        if wrong := _apply_migrations().sentence() or lacking() or files_of_another():
            return wrong
        register_installation()
        build_new_counters(clock.now())
    return ""


def apply_migrations() -> MigrationState:
    """Bring the database up to date, unless another version made it; return how it was left."""
    with migration_lock():
        return _apply_migrations()


def _apply_migrations() -> MigrationState:
    state = migration_state()
    if state.missing and not state.unknown:
        drop_protections(connection)  # no table is made anew under a trigger
        try:
            if not state.applied and is_empty():
                make_first_tables()
            with rendering_what_changed(), recorded_with_their_changes():
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            install_protections(connection)
        state = migration_state()
    elif not state.sentence() and (lost := install_protections(connection)):
        log.critical("triggers that protect final rows were gone: %s", ", ".join(lost))
    return state


@contextmanager
def migration_lock() -> Iterator[None]:
    """Wait until no other process changes the tables; the lock ends with its process."""
    if connection.vendor == "postgresql":
        with closing(connection.copy()) as other:  # a transaction of its own holds the lock
            other.set_autocommit(False)
            cursor = other.cursor()
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
            try:
                yield
            finally:
                other.rollback()
        return
    with ExitStack() as stack:
        with suppress(OSError):  # who cannot write there cannot change the tables either
            if not _IN_MEMORY.search(
                str(connection.settings_dict["NAME"])
            ):  # no process shares that
                file = stack.enter_context(_lock_file().open("a"))
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock_file() -> Path:
    database = Path(connection.settings_dict["NAME"])
    make_private_folder(database.parent)
    return database.with_name(f".{database.name}-migrations")
