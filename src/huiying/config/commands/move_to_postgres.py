"""``huiying move-to-postgres``: from the SQLite file to an empty PostgreSQL database.

In:   the address of the new database; the settings of the installation as it is.
Out:  the same rows there, verified; what to set. Exit code 2 when it was not done.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, ready

if TYPE_CHECKING:
    from huiying.jobs.postgresql_move.move import Moved

ADDRESS = re.compile(r"postgres(ql)?://[^/]*/[^/?]+")
PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^@]*(?=@)")


def run(
    target: Annotated[
        str,
        typer.Argument(help="postgres://user:password@host:5432/name; or HUIYING_MOVE_TO."),
    ] = "",
    *,
    by: Annotated[
        str,
        typer.Option(metavar="ACCOUNT", help="Your own account, an administrator's: recorded."),
    ] = "",
    anew: Annotated[
        bool,
        typer.Option(
            "--anew", help="Empty what an interrupted move filled there, begin again."
        ),
    ] = False,
) -> None:
    """Move everything; when it was interrupted, go on where it stopped."""
    target, source = _settle(target)
    ready(migrated=False)
    from huiying.config.migrations import (  # noqa: PLC0415
        apply_migrations,
        state_of,
    )
    from huiying.jobs.postgresql_move.errors import CannotMove  # noqa: PLC0415
    from huiying.jobs.postgresql_move.move import MoveSteps, move  # noqa: PLC0415
    from huiying.jobs.shared_data import lacking  # noqa: PLC0415

    console = Console()
    with console.status("正在搬迁……") as status:
        steps = MoveSteps(
            make_tables=lambda: apply_migrations().tables_sentence(),
            check_version=lambda applied: state_of(applied).tables_sentence(),
            begun=lambda step: console.print(f"  {step}……"),
            on_progress=lambda table, done, total: status.update(
                f"{table}：{done} / {total} 行"
            ),
        )
        try:
            done = move(source, steps, login=by.strip(), anew=anew)
        except CannotMove as error:
            fail(str(error))
    _say(console, done, target, source)
    if wrong := lacking():
        fail(f"搬迁完成，但是这台机器还不能工作：{wrong}", 1)
    raise typer.Exit(1 if done.problems else 0)


def _settle(target: str) -> tuple[str, Path]:
    """Let the new database be that of the settings; return its address and the old file.

    The old one is never a database of Django's: nothing of Django can write to it.
    """
    from huiying.config.settings import base  # noqa: PLC0415 - reads the environment

    target = target or base.env.str("HUIYING_MOVE_TO", default="")
    if not ADDRESS.match(target):
        fail(
            "请写明 PostgreSQL 的地址：postgres://用户:口令@主机:5432/库名，"
            "作为参数，或放在 HUIYING_MOVE_TO（HUIYING_MOVE_TO_FILE）里。"
        )
    own = base.DATABASES["default"]
    if "sqlite" not in own["ENGINE"]:
        fail("这个安装用的已经不是 SQLite（HUIYING_DATABASE_URL），没有可搬的文件。")
    source = Path(str(own["NAME"]))
    key = base.env.str("HUIYING_SECRET_KEY", default="")
    if not key and not (base.DATA_DIR / "secret.key").exists():
        fail(f"这里没有安装的密钥（{base.DATA_DIR / 'secret.key'}），没有开始搬迁。")
    base.DATABASES["default"] = base.database(target)
    os.environ["HUIYING_DATABASE_URL"] = target
    return target, source


def _say(console: Console, done: Moved, target: str, source: Path) -> None:
    """Say what was done, what was found and what to set now."""
    from huiying.reasons.rendering import render  # noqa: PLC0415

    again = "（接着上次中断的地方）" if done.went_on else ""
    console.print(
        f"[green]✓[/green] {done.tables} 个表、{done.rows} 行已搬到 PostgreSQL{again}，"
        "两边逐行核对一致。",
        soft_wrap=True,
    )
    if done.problems:
        console.print("[red]✗[/red] 记录核对发现下列问题，原来的数据库里同样有：")
        for one in done.problems:
            console.print(f"  {render(one)}", markup=False, soft_wrap=True)
    else:
        console.print("[green]✓[/green] 新数据库里的操作记录核对无误。")
    shown = PASSWORD.sub(r"\1:…", target)
    console.print(
        f"现在请设置 HUIYING_DATABASE_URL={shown}，然后运行 huiying doctor 和 huiying up。\n"
        f"密钥和文件目录不变。原来的 {source} 没有改动；确认无误后请移走，以免误用。",
        markup=False,
        soft_wrap=True,
    )
