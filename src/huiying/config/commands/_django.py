"""What commands with a database share: settings, migration state, choosing a bureau.

In:   the name of a settings module.    Out:  Django ready, or a clear word and exit code 2.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from huiying.base.files.private_folder import make_private_folder

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Bureau

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
    """Tell whether every migration is applied; end when another version made the tables."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    make_private_folder(settings.DATA_DIR)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if executor.loader.applied_migrations:
        _must_fit({migration.app_label for migration, _back in plan})
    return not plan


def _must_fit(unfinished: set[str]) -> None:
    """End when another version made the tables; nothing was touched."""
    from huiying.config.schema_check import schema_mismatch  # noqa: PLC0415

    if odd := schema_mismatch(unfinished):
        fail(
            f"这个数据库是另一个版本建的，和这个版本不合（{odd}），什么也没有改动。"
            "请装回原来的版本；要换到这个版本，先用原来的版本 huiying backup，"
            "再用这个版本 huiying restore 到空的数据目录。"
        )


def migrate() -> None:
    """Bring the database up to date; end when another version made it."""
    from django.core.management import call_command  # noqa: PLC0415

    from huiying.config.new_tables import new_tables_alone  # noqa: PLC0415

    if is_migrated():
        return
    with new_tables_alone():
        call_command("migrate", verbosity=0, interactive=False)


def choose_bureau(slug: str) -> Bureau:
    """Return the bureau named, or the only one there is."""
    from huiying.base.accounts.core.queries import bureau_by_slug, bureaus  # noqa: PLC0415

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
