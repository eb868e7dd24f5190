"""``huiying backup FILE``: everything in one file that ``restore`` can read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._backup_drill import run_drill
from huiying.config.commands._django import fail, ready


def run(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to write (…\u200b.tar.gz); of --verify what to check."),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", help="Restore FILE, or the newest, into scratch and check it."
        ),
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(help="Of --verify: the file of the private key.", dir_okay=False),
    ] = None,
    new_key: Annotated[
        Path | None,
        typer.Option(help="Make a private key in this file and say its public key."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="List what lies there and what the next will delete.")
    ] = False,
) -> None:
    """Write database, files, secret key and manifest, checked and complete or not at all."""
    if verify:
        run_drill(file, key)
    ready(migrated=new_key is None)
    if new_key is not None:
        _make_key(new_key)
    elif plan:
        _show_plan()
    elif file is None:
        fail("请写明备份写到哪个文件：huiying backup 文件名.tar.gz。")
    else:
        _write(file, force=force)


def _write(file: Path, *, force: bool) -> None:
    from huiying.jobs.backup.archive import back_up  # noqa: PLC0415
    from huiying.jobs.backup.copies import hash_of, write_hash  # noqa: PLC0415
    from huiying.jobs.backup.errors import CannotBackUp  # noqa: PLC0415

    try:
        with Console().status("正在备份……"):
            done = back_up(target=file, replace=force)
            write_hash(file, hash_of(file))
    except CannotBackUp as error:
        fail(str(error))
    Console().print(
        f"[green]✓[/green] {file}：{done.rows} 行，{done.size / 1e6:.1f} MB。"
        + (
            "已用公钥加密，没有私钥谁也打不开。"
            if done.encrypted
            else "文件里有密钥，请妥善保管。"
        )
    )
    if done.missing:
        Console().print(f"[yellow]![/yellow] 有 {done.missing} 个文件在磁盘上缺失或已损坏。")


def _make_key(path: Path) -> None:
    from huiying.jobs.backup.encryption import make_key  # noqa: PLC0415
    from huiying.jobs.backup.errors import CannotBackUp  # noqa: PLC0415

    try:
        public = make_key(path)
    except CannotBackUp as error:
        fail(str(error))
    Console(soft_wrap=True).print(
        f"[green]✓[/green] 私钥写在 {path}，只有它能打开今后的备份。\n"
        f"现在请设置 HUIYING_BACKUP_RECIPIENTS={public}，重新启动 huiying。\n"
        "然后把私钥移出这台机器，由两人各存一份（U 盘或打印，锁好）；"
        "私钥全部丢失，备份就都打不开。"
    )


def _show_plan() -> None:
    from huiying.jobs.backup.rehearsal import newest_files  # noqa: PLC0415
    from huiying.jobs.backup.runs import backup_folder, to_be_deleted  # noqa: PLC0415

    console = Console(soft_wrap=True)
    there = backup_folder()
    console.print(f"{there.folder}，每种各保留最近 {there.copies} 份：", markup=False)
    for kind, word in (("night", "夜间备份"), ("asked", "按申请备份")):
        doomed = to_be_deleted(kind)
        console.print(f"  下一次{word}写成后会删除 {len(doomed)} 份：", markup=False)
        for path in doomed:
            console.print(f"    {path.name}", markup=False)
    console.print(f"  现有 {len(newest_files())} 份。", markup=False)
