"""``huiying backup FILE``: everything in one file that ``restore`` can read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, ready


def run(
    file: Annotated[Path, typer.Argument(help="Where to write (…\u200b.tar.gz).")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write database, files, secret key and manifest, checked and complete or not at all."""
    ready()
    from huiying.jobs.backup.archive import CannotBackUp, back_up  # noqa: PLC0415

    try:
        with Console().status("正在备份……"):
            done = back_up(target=file, replace=force)
    except CannotBackUp as error:
        fail(str(error))
    Console().print(
        f"[green]✓[/green] {file}：{done.rows} 行，{done.size / 1e6:.1f} MB。"
        "文件里有密钥，请妥善保管。"
    )
    if done.missing:
        Console().print(f"[yellow]![/yellow] 有 {done.missing} 个文件在磁盘上缺失或已损坏。")
