"""``huiying up``: the server and its workers on one machine."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from huiying.config.commands._django import errors, fail, migrate, must_have_no_broker, ready
from huiying.config.commands._serve import serve, take_address

log = logging.getLogger("huiying.serve")


def run(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that serve pages.")
    ] = 1,
    jobs: Annotated[
        bool,
        typer.Option(
            "--jobs/--no-jobs",
            " /--no-workers",
            help="Do the background work, in a process of its own.",
        ),
    ] = True,
) -> None:
    """Bring the database up to date, then serve until stopped."""
    with closing(take_address(host, port)) as door:
        ready(migrated=False)
        if jobs:
            must_have_no_broker("huiying up --no-jobs")
        from huiying.jobs.serving_lock import at_work  # noqa: PLC0415 - needs Django ready

        with at_work() as may_work:
            if not may_work:
                fail("正在把这个数据库搬到 PostgreSQL（move-to-postgres）。请等它结束。")
            migrate()
            _must_be_able_to_write()
            _say_what_is_odd()
            _say_where(host, port)
            serve(door, jobs=jobs, processes=workers)


def _say_where(host: str, port: int) -> None:
    """Say where staff sign in, here and behind the proxy, and where the public pages are."""
    from django.conf import settings  # noqa: PLC0415 - needs Django ready
    from django.urls import reverse  # noqa: PLC0415 - needs Django ready

    desk, here = reverse("console:desk"), f"http://{host}:{port}"
    if settings.LOG_FORMAT == "JSON":
        log.info("serving at %s", here)
        return
    console = Console(soft_wrap=True)
    console.print(f"[green]✓[/green] 工作人员登录：{here}{desk}")
    if settings.PUBLIC_URL:
        console.print(f"  经代理登录：{settings.PUBLIC_URL.rstrip('/')}{desk}")
    console.print(f"  公开页面：{here}/ （Ctrl-C 停止）")


def _warn(sentence: str) -> None:
    """Say what an administrator should know, in the log where a machine reads it."""
    from django.conf import settings  # noqa: PLC0415 - needs Django ready

    if settings.LOG_FORMAT == "JSON":
        log.warning("%s", sentence)
    else:
        errors.print(f"[yellow]![/yellow] {escape(sentence)}")


def _must_be_able_to_write() -> None:
    """End when pages would be shown and nothing kept; say what else cannot be written."""
    from django.db import connection  # noqa: PLC0415 - needs Django ready

    from huiying.jobs.stream.lease import release_lease  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.upkeep.write_access import (  # noqa: PLC0415
        stops_all_work,
        unwritable_message,
        unwritable_places,
    )

    if connection.vendor == "postgresql":
        release_lease(0)  # of no bureau: a write that does nothing, refused where all would be
    places = unwritable_places()
    if any(stops_all_work(place) for place in places):
        fail(unwritable_message(places))
    if places:
        _warn(unwritable_message(places))


def _say_what_is_odd() -> None:
    """Say what leaves an administrator before a closed door, though all is well."""
    from django.conf import settings  # noqa: PLC0415 - needs Django ready

    from huiying.base.accounts.core.queries import bureaus  # noqa: PLC0415 - needs Django ready

    if not bureaus().exists():
        _warn(
            f"这里还没有局（数据目录 {settings.DATA_DIR}）。"
            "请运行 huiying setup；已有数据的，请检查 HUIYING_DATA_DIR 和启动时所在的目录。"
        )
    if settings.SECURE and not settings.PUBLIC_URL:
        _warn(
            "登录只在 HTTPS 下有效：请放在 HTTPS 代理后面，"
            "并设置 HUIYING_PUBLIC_URL。只在本机试看：HUIYING_HTTPS=false huiying up。"
        )
