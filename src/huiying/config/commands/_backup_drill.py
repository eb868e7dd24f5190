"""What ``huiying backup --verify`` and ``huiying restore --drill`` share: restore, check, say.

In:   a backup, or the newest one; the file of a private key.
Out:  sentences; exit code 0 when it can be relied upon, 1 when not, 2 when it cannot be tried.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from huiying.config.commands._django import fail, ready

if TYPE_CHECKING:
    from huiying.jobs.backup.rehearsal import Rehearsal


def run_drill(file: Path | None, key: Path | None) -> NoReturn:
    """Restore into a scratch installation, check, drop it, say what would have been lost."""
    ready()
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.backup.copies import hash_of, stated_hash  # noqa: PLC0415
    from huiying.jobs.backup.errors import CannotBackUp  # noqa: PLC0415
    from huiying.jobs.backup.rehearsal import newest_files, rehearse  # noqa: PLC0415

    console = Console(soft_wrap=True)
    source = file or next(iter(newest_files()), None)
    if source is None:
        fail("还没有备份。请先运行 huiying backup 文件名。")
    console.print(f"备份 {source}", markup=False)
    try:
        if (stated := stated_hash(source)) and stated != hash_of(source):
            fail("文件和写成时的校验值不同：传输或存放时损坏，或被换过。请换一份。", 1)
        with console.status("正在临时目录里恢复并核对……"):
            found = rehearse(source, key)
    except (CannotBackUp, FileNotFoundError) as error:
        fail(str(error))
    _say(console, found, clock.real_now() - found.made_at if found.made_at else None)
    raise typer.Exit(0 if found.good else 1)


def _say(console: Console, found: Rehearsal, age: timedelta | None) -> None:
    for one in found.wrong:
        console.print(f"[red]✗[/red] {escape(one)}")
    if found.good:
        console.print(
            f"[green]✓[/green] 已在临时目录恢复 {found.rows} 行、{found.files} 个文件，"
            "文件都能打开，审计链完整，和本安装的一致。临时目录已删除。"
        )
    console.print(f"  用时 {found.seconds:.0f} 秒。")
    if age is not None:
        hours = age.total_seconds() / 3600
        console.print(
            f"  如果现在只剩这份备份：会失去此后 {hours:.1f} 小时的内容，"
            f"审计记录 {found.lost_records} 条。"
        )
