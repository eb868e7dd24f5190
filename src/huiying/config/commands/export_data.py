"""``huiying export-data FILE.zip``: everything in open formats, readable without this software.

In:   a path.    Out:  one .zip, encrypted where backups are. Exit code 2 when it was not done.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, ready


def run(
    file: Annotated[Path, typer.Argument(help="Where to write (…\u200b.zip).", dir_okay=False)],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write every table as JSON Lines, the stored files, and what describes them."""
    ready()
    from huiying.jobs.data_export.errors import CannotExport  # noqa: PLC0415
    from huiying.jobs.data_export.writing import export_data  # noqa: PLC0415

    console = Console(soft_wrap=True)
    try:
        with console.status("正在导出……") as status:
            done = export_data(
                target=file,
                replace=force,
                on_table=lambda table: status.update(f"正在导出 {table}……"),
            )
    except CannotExport as error:
        fail(str(error))
    console.print(
        f"[green]✓[/green] {file}：{done.tables} 个表、{done.rows} 行、"
        f"{done.files} 个存档文件，{done.size / 1e6:.1f} MB。"
    )
    if done.encrypted:
        console.print("  已用备份的公钥加密，没有私钥谁也打不开。")
    else:
        console.print(
            "[yellow]![/yellow] 封存的内容是密文，其余是明文（工作记录、人员和账号）。"
            "请按备份同样保管；设置 HUIYING_BACKUP_RECIPIENTS 后导出会加密。"
        )
    if done.missing:
        console.print(f"[yellow]![/yellow] 有 {done.missing} 个文件在磁盘上缺失或已损坏。")
