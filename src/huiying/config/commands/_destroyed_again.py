"""What was destroyed after the file of ``restore`` or ``load-data`` was written.

In:   a list of it; what was destroyed again.    Out:  sentences on the console.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from huiying.jobs.backup.destroyed_keys import DestroyedAgain

DestroyedList = Annotated[
    Path | None,
    typer.Option(
        help="A destroyed-keys.jsonl, or a newer backup: what it names is destroyed again.",
        exists=True,
        dir_okay=False,
    ),
]
"""The option that names the list."""


def say_destroyed(
    console: Console, again: DestroyedAgain | None, *, what: str = "备份"
) -> None:
    """Say what was destroyed again, and what no list could say."""
    if again is None:
        return
    console.print(
        f"  {what}后销毁的内容已再次销毁："
        f"文件 {again.files} 个，信访事项 {again.petitions} 件。"
    )
    if again.moved:
        console.print(f"  {what}后移出的信访事项已再次移出：{again.moved} 件。")
    if again.not_moved:
        console.print(
            f"[yellow]![/yellow] {what}后移出的信访事项 {'、'.join(again.not_moved)} "
            f"原文无法打开（密钥不同），未能再次移出。请使用这份{what}的密钥，清空后重新恢复。"
        )
    if again.unreadable:
        console.print(
            f"[yellow]![/yellow] 销毁清单有 {again.unreadable} 行无法识别，已跳过。"
            "请核对清单，必要时对相关内容重新办理销毁。"
        )
    if not again.beside_data:
        console.print(
            "[yellow]![/yellow] 本机没有销毁清单 destroyed-keys.jsonl（新机器，或目录不同）："
            f"这份{what}写成之后销毁的文件和信访事项会重新可读。"
            "请用原机器 HUIYING_DATA_DIR 里的清单，或更新的一份备份，"
            "清空后重新恢复，加 --destroyed 清单。"
        )
