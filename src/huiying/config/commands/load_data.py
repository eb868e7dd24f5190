"""``huiying load-data FILE``: an export into an empty installation of the same version.

In:   an export, or the folder that it was unpacked into.
Out:  the same rows under the same keys, verified. Exit code 2 when nothing was loaded, 1 when
      something differs from the record.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from huiying.config.commands._destroyed_again import DestroyedList, say_destroyed
from huiying.config.commands._django import fail, migrate, ready

if TYPE_CHECKING:
    from huiying.jobs.data_export.loading import Loaded


def run(
    file: Annotated[
        Path, typer.Argument(help="An export, or the folder it was unpacked into.", exists=True)
    ],
    *,
    key: Annotated[
        Path | None,
        typer.Option(help="The file of the private key, of an encrypted one.", dir_okay=False),
    ] = None,
    destroyed: DestroyedList = None,
) -> None:
    """Verify every byte, load everything in one transaction, verify the record."""
    ready(migrated=False)
    from huiying.jobs.data_export.errors import CannotLoad  # noqa: PLC0415
    from huiying.jobs.data_export.loading import load_data  # noqa: PLC0415

    console = Console(soft_wrap=True)
    try:
        with console.status("正在载入……") as status:
            done = load_data(
                source=file,
                key=key,
                destroyed=destroyed,
                prepare=migrate,
                on_step=lambda step: status.update(f"正在载入：{step}……"),
            )
    except CannotLoad as error:
        fail(str(error))
    _say(console, done)
    raise typer.Exit(1 if done.problems or done.counters else 0)


def _say(console: Console, done: Loaded) -> None:
    """Say what was loaded, and what differed there as well."""
    from huiying.reasons.rendering import render  # noqa: PLC0415

    console.print(
        f"[green]✓[/green] {done.tables} 个表、{done.rows} 行、{done.files} 个存档文件已载入，"
        "校验值、行数和审计链与导出时一致。"
    )
    say_destroyed(console, done.destroyed, what="导出")
    for one in done.problems:
        console.print(f"[red]✗[/red] 记录核对：{escape(render(one))}（导出的安装里同样有）。")
    for name in done.counters:
        console.print(f"[red]✗[/red] 统计计数 {escape(name)} 与逐条计数不一致。")
    console.print("  如果 huiying up 正在运行，请重新启动它。")
