"""``huiying restore FILE``: read a backup into an empty installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from huiying.config.commands._backup_drill import run_drill
from huiying.config.commands._destroyed_again import DestroyedList, say_destroyed
from huiying.config.commands._django import fail, migrate, ready

if TYPE_CHECKING:
    from huiying.jobs.backup.archive import BackupTotals


def run(
    file: Annotated[
        Path | None,
        typer.Argument(help="A file written by backup; of a drill the newest if left out."),
    ] = None,
    *,
    key: Annotated[
        Path | None,
        typer.Option(
            help="The file of the private key, of an encrypted backup.", dir_okay=False
        ),
    ] = None,
    drill: Annotated[
        bool,
        typer.Option(
            "--drill", help="Restore into a scratch folder, check, and drop it again."
        ),
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write as JSON what came back.", dir_okay=False)
    ] = None,
    destroyed: DestroyedList = None,
) -> None:
    """Refuse a damaged file and an installation that holds data; verify the record after."""
    if drill:
        run_drill(file, key)
    if file is None:
        fail("请写明要恢复的备份文件；演练用 huiying restore --drill。")
    ready(migrated=False)
    migrate()
    from huiying.jobs.backup.errors import CannotBackUp  # noqa: PLC0415
    from huiying.jobs.backup.restoring import restore  # noqa: PLC0415
    from huiying.jobs.backup.secret import secret_in_force  # noqa: PLC0415

    console = Console()
    try:
        with console.status("正在核对并恢复……"):
            done = restore(source=file, destroyed=destroyed, key=key)
    except CannotBackUp as error:
        fail(str(error))
    console.print(f"[green]✓[/green] {done.rows} 行已恢复，审计链完整。")
    say_destroyed(console, done.destroyed)
    if report is not None:
        _write_report(report, done)
    if not secret_in_force():
        fail(
            "但是 HUIYING_SECRET_KEY 不是这份备份的密钥，封存的内容打不开。"
            "请不要设置它，或设成备份里 secret.key 的内容。",
            1,
        )
    console.print("  如果 huiying up 正在运行，请重新启动它。")


def _write_report(report: Path, done: BackupTotals) -> None:
    from huiying.jobs.backup.restored import report_of_restored  # noqa: PLC0415
    from huiying.jobs.backup.secret import sealing_with_file  # noqa: PLC0415

    with sealing_with_file():  # this process began before the keys of the backup were here
        found = report_of_restored()
    of_backup = {"made_at": done.made_at, "heads": done.heads}
    report.write_text(json.dumps({**of_backup, **found}, ensure_ascii=False), "utf-8")
