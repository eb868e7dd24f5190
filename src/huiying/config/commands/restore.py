"""``huiying restore FILE``: read a backup into an empty installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, migrate, ready


def run(file: Annotated[Path, typer.Argument(help="A file written by backup.")]) -> None:
    """Refuse a damaged file and an installation that holds data; verify the record after."""
    ready(migrated=False)
    migrate()
    from huiying.jobs.backup import CannotBackUp, restore  # noqa: PLC0415

    try:
        done = restore(source=file)
    except CannotBackUp as error:
        fail(str(error))
    Console().print(f"[green]✓[/green] {done.rows} 行已恢复，审计链完整。")
