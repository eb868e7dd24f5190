"""``huiying rotate-key``: a new key, everything sealed anew under it, the old one dropped.

In:   the keys of the settings.    Out:  how many values are under which key; exit code 1 while
      something is under an older one or does not open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, must_have_shared_data, named_by, ready

if TYPE_CHECKING:
    from huiying.base.audit.subjects import Actor
    from huiying.jobs.key_rotation.rotate import ColumnState


def run(
    *,
    new: Annotated[
        bool, typer.Option("--new", help="Make a key and put it first; the others still open.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Say what is sealed under which key.")
    ] = False,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Drop the older keys when nothing needs them.")
    ] = False,
    by: Annotated[
        str,
        typer.Option(metavar="ACCOUNT", help="Your own account, an administrator's: recorded."),
    ] = "",
) -> None:
    """Seal everything anew under the first key; started again it goes on."""
    ready()
    must_have_shared_data()
    if new + status + drop_old > 1:
        fail("--new、--status、--drop-old 一次只能用一个。")
    if status:
        _look()
        return
    who = named_by("rotate-key", by)
    if new:
        _make(who)
    elif drop_old:
        _drop(who)
    else:
        _rotate(who)


def _make(by: Actor) -> None:
    from django.conf import settings  # noqa: PLC0415

    from huiying.jobs.backup.secret import keys_are_given, put_new_secret  # noqa: PLC0415
    from huiying.jobs.key_rotation.rotate import record_new_key  # noqa: PLC0415

    if keys_are_given():
        fail(
            "密钥来自 HUIYING_SECRET_KEY（或 HUIYING_SECRET_KEY_FALLBACKS），"
            "不在 secret.key 里。"
            "请自己把新密钥（50 个随机字符）设为 HUIYING_SECRET_KEY，"
            "把现在的放进 HUIYING_SECRET_KEY_FALLBACKS，重新启动，"
            "再运行 huiying rotate-key --by 账号。"
        )
    if settings.SECRET_KEY_FALLBACKS:
        fail(
            "上一次更换还没有完成。请先运行 huiying rotate-key，"
            "再运行 huiying rotate-key --drop-old。"
        )
    put_new_secret()
    record_new_key(by)
    Console(soft_wrap=True).print(
        "[green]✓[/green] 新密钥已写在 secret.key 的第一行，旧密钥还能打开原来的内容。\n"
        "现在请把 secret.key 复制到这个安装的每台机器，重新启动 huiying，"
        "然后运行 huiying rotate-key。"
    )


def _look() -> None:
    from huiying.jobs.key_rotation.rotate import state_of_keys  # noqa: PLC0415

    console = Console(soft_wrap=True)
    with console.status("正在核对……"):
        found = state_of_keys()
    raise typer.Exit(_say(console, found))


def _rotate(by: Actor) -> None:
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.jobs.key_rotation.rotate import rotate  # noqa: PLC0415

    console = Console(soft_wrap=True)
    try:
        with console.status("正在核对……") as line:
            found = rotate(lambda label, count: line.update(f"{label}：{count}"), by)
    except Refused as error:
        fail(str(error))
    raise typer.Exit(_say(console, found))


def _say(console: Console, found: list[ColumnState]) -> int:
    older = sum(one.older for one in found)
    unreadable = sum(one.unreadable for one in found)
    for one in found:
        if one.current or one.older or one.unreadable:
            console.print(
                f"  {one.label}：现用密钥 {one.current}，旧密钥 {one.older}，"
                f"打不开 {one.unreadable}",
                markup=False,
            )
    if unreadable:
        console.print(f"[red]✗[/red] 有 {unreadable} 处用哪个密钥都打不开，原来就打不开。")
    if older:
        console.print(f"[yellow]![/yellow] 还有 {older} 处用旧密钥封存，旧密钥不能停用。")
    else:
        console.print("[green]✓[/green] 没有用旧密钥封存的内容。")
    return 1 if older or unreadable else 0


def _drop(by: Actor) -> None:
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.jobs.backup.secret import keep_first_secret, keys_are_given  # noqa: PLC0415
    from huiying.jobs.key_rotation.rotate import record_drop, refuse_to_drop  # noqa: PLC0415

    try:
        refuse_to_drop()
    except Refused as error:
        fail(str(error))
    record_drop(by)
    if keys_are_given():
        fail(
            "旧密钥已不需要。密钥来自环境变量："
            "请从 HUIYING_SECRET_KEY_FALLBACKS 里去掉，重新启动。",
            1,
        )
    keep_first_secret()
    Console(soft_wrap=True).print(
        "[green]✓[/green] 旧密钥已从 secret.key 里去掉。请复制到每台机器，重新启动 huiying。"
        "更换以前的备份里有当时的密钥，仍能恢复；谁有那些备份，谁就能读。"
    )
