"""What commands with a database share: settings, migration state, choosing a bureau.

In:   the name of a settings module.    Out:  Django ready, or a clear word and exit code 2.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from huiying.base.files.private import private

if TYPE_CHECKING:
    from huiying.base.accounts.models import Bureau

errors = Console(stderr=True)


def fail(sentence: str, code: int = 2) -> NoReturn:
    """Say what is wrong and what to do, and end."""
    errors.print(f"[red]✗[/red] {sentence}")
    raise typer.Exit(code)


def ready(settings: str = "huiying.config.settings.prod", *, migrated: bool = True) -> None:
    """Set Django up.

    Args:
        migrated: End with exit code 2 when the database lacks tables.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    import django  # noqa: PLC0415

    django.setup()
    if migrated and not is_migrated():
        fail("数据库还没有建好。请先运行 huiying setup（或 huiying up）。")


def is_migrated() -> bool:
    """Tell whether every migration is applied."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    private(settings.DATA_DIR)
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Bring the database up to date."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from huiying.config.new_tables import new_tables_alone  # noqa: PLC0415

    private(settings.DATA_DIR)
    with new_tables_alone():
        call_command("migrate", verbosity=0, interactive=False)


def choose_bureau(slug: str) -> Bureau:
    """Return the bureau named, or the only one there is."""
    from huiying.base.accounts.queries import bureau_by_slug, bureaus  # noqa: PLC0415

    if slug:
        found = bureau_by_slug(slug)
        if found is None:
            names = "、".join(bureau.slug for bureau in bureaus()) or "无"
            fail(f"没有短名为“{slug}”的局。现有：{names}。")
        return found
    every = list(bureaus()[:2])
    if not every:
        fail("还没有局。请先运行 huiying setup。")
    if len(every) > 1:
        fail("有多个局，请用 --bureau 指明短名。")
    return every[0]
