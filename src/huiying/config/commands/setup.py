"""``huiying setup``: the database, the bureau, its first administrator."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, migrate, ready


def _short(slug: str) -> str:
    """Refuse a short name while it is asked for, not after everything else was typed."""
    from django.utils.text import slugify  # noqa: PLC0415

    if slugify(slug) != slug or not slug:
        raise typer.BadParameter("✗ 短名只能用小写字母、数字和短横线，请再输一次。")
    return slug


def run(
    slug: Annotated[
        str, typer.Option(prompt="局的短名（网址用，如 yunchuan）", callback=_short)
    ],
    name: Annotated[str, typer.Option(prompt="局的名称（如 云川区信访局）")],
    district: Annotated[str, typer.Option(prompt="区县名称（如 云川区）")],
    username: Annotated[str, typer.Option(prompt="管理员账号")],
    person: Annotated[str, typer.Option(prompt="管理员姓名")],
) -> None:
    """Ask for what is needed; the password may come from HUIYING_ADMIN_PASSWORD."""
    ready(migrated=False)
    migrate()
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.jobs.upkeep.setup_bureau import set_up_bureau  # noqa: PLC0415

    password = os.environ.get("HUIYING_ADMIN_PASSWORD") or prompt_twice()
    try:
        set_up_bureau(
            slug=slug,
            name=name,
            district=district,
            username=username,
            person=person,
            password=password,
        )
    except Refused as error:
        fail(str(error))
    Console().print(
        f"[green]✓[/green] {name} 已建好。运行 huiying up，用账号 {username} 登录；"
        "首次登录须设置双因素认证，然后按值班台上的清单完成设置。\n"
        "授予角色须由第二人签署：请再运行 huiying appoint --role leader 指定组长，"
        "或 huiying appoint 添加第二位系统管理员。"
    )


def prompt_twice() -> str:
    """Ask for the password until it is typed the same twice, in our words, not Click's."""
    from django.conf import settings  # noqa: PLC0415

    words = f"管理员口令（至少 {settings.PASSWORD_LENGTH} 位）"
    while True:
        password: str = typer.prompt(words, hide_input=True)
        if typer.prompt("再输一次口令", hide_input=True) == password:
            return password
        typer.echo("两次输入的口令不一样，请重新输入。", err=True)
