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
    from huiying.jobs.backup.archive import CannotBackUp, restore  # noqa: PLC0415
    from huiying.jobs.backup.secret import secret_in_force  # noqa: PLC0415

    console = Console()
    try:
        with console.status("正在核对并恢复……"):
            done = restore(source=file)
    except CannotBackUp as error:
        fail(str(error))
    console.print(f"[green]✓[/green] {done.rows} 行已恢复，审计链完整。")
    if not secret_in_force():
        fail(
            "但是 HUIYING_SECRET_KEY 不是这份备份的密钥，封存的内容打不开。"
            "请不要设置它，或设成备份里 secret.key 的内容。",
            1,
        )
    console.print("  如果 huiying up 正在运行，请重新启动它。")
