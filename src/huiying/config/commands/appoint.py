"""``huiying appoint``: the second person of a bureau, without whom no role is signed for."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import fail, ready

LOCAL = "http://127.0.0.1:8000"


def run(
    slug: Annotated[str, typer.Option(prompt="局的短名（如 yunchuan）")],
    username: Annotated[str, typer.Option(prompt="账号（没有就新建）")],
    person: Annotated[str, typer.Option(prompt="姓名")],
    role: Annotated[
        str,
        typer.Option(
            help="administrator or leader; with three administrators security or leader"
        ),
    ] = "administrator",
) -> None:
    """Seed a role; a new account chooses its password by a one-time link.

    HUIYING_ADMIN_PASSWORD sets a first password instead, to be changed at the first sign-in.
    """
    ready()
    from django.conf import settings  # noqa: PLC0415

    from huiying.base.accounts.roles.capabilities import Role  # noqa: PLC0415
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.jobs.upkeep.setup_bureau import appoint, first_invitation_path  # noqa: PLC0415

    if role not in Role.values:
        fail(f"没有角色“{role}”。可以写 administrator、leader；三员分设时写 security、leader。")
    password = os.environ.get("HUIYING_ADMIN_PASSWORD", "")
    try:
        officer = appoint(
            slug=slug, username=username, person=person, role=Role(role), password=password
        )
    except Refused as error:
        fail(str(error))
    label = Role(role).label
    Console().print(
        f"[green]✓[/green] {officer.name}（{officer.username}）已是{label}，"
        "审计记录写明由本机命令初始授予。此后授予角色在“人员与单位”办理，由两人完成。"
    )
    if not password and (path := first_invitation_path(officer)):
        _show_link(path, settings.PUBLIC_URL)


def _show_link(path: str, public_url: str) -> None:
    typer.echo(
        "请将一次性链接交给本人（三天内有效），由本人设定口令和手机验证器；"
        "过期的，由系统管理员在“人员与单位”重新生成："
        f"\n{public_url.rstrip('/') or LOCAL}{path}"
    )
    if not public_url:
        typer.echo("链接按本机 8000 端口写出；地址不同的请替换，或设置 HUIYING_PUBLIC_URL。")
