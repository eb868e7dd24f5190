"""What commands with a database share: settings, migration state, choosing a bureau.

In:   the name of a settings module.    Out:  Django ready, or a clear word and exit code 2.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Bureau
    from huiying.base.audit.subjects import Actor

errors = Console(stderr=True)


def fail(sentence: str, code: int = 2) -> NoReturn:
    """Say what is wrong and what to do, and end."""
    errors.print(f"[red]✗[/red] {escape(sentence)}")
    raise typer.Exit(code)


def ready(settings: str = "huiying.config.settings.prod", *, migrated: bool = True) -> None:
    """Set Django up, once a process.

    A second time would bring the log to where error output goes at that moment.

    Args:
        migrated: End with exit code 2 when the database is not that of this version.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    import django  # noqa: PLC0415
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        django.setup()
    if migrated:
        from huiying.config.migrations import migration_state  # noqa: PLC0415

        if wrong := migration_state().sentence():
            fail(wrong)


def migrate() -> None:
    """Bring the database up to date; end when a newer version made it, or data are not here."""
    from huiying.config.migrations import prepare_database  # noqa: PLC0415

    if wrong := prepare_database():
        fail(wrong)


def must_have_shared_data() -> None:
    """End where the key or the files of the installation are not."""
    from huiying.jobs.shared_data import lacking  # noqa: PLC0415

    if wrong := lacking():
        fail(wrong)


def named_by(command: str, login: str) -> Actor:
    """Return how the record names who runs a command; end where it is nobody."""
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.jobs.installation_record import ran_by  # noqa: PLC0415

    try:
        return ran_by(command, login.strip())
    except Refused as error:
        fail(str(error))


def must_have_no_broker(instead: str) -> None:
    """End where the work is that of a cluster: it is not done here beside it."""
    from django.conf import settings  # noqa: PLC0415

    if settings.BROKER_URL:
        fail(
            "设了 HUIYING_BROKER_URL：后台任务由 huiying worker 和 huiying beat 来办，"
            f"这里请运行 {instead}。只有一台机器，请去掉这个设置。"
        )


def must_have_cluster() -> None:
    """End where no broker is set, or what a cluster needs is not installed."""
    from importlib.util import find_spec  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415

    if not settings.BROKER_URL:
        fail("没有设置 HUIYING_BROKER_URL。只有一台机器时不需要它：请运行 huiying up。")
    if find_spec("celery") is None:
        fail("没有安装 celery。请运行 pip install 'huiying[cluster]'。")


def choose_bureau(slug: str) -> Bureau:
    """Return the bureau named, or the only one there is."""
    from huiying.base.accounts.core.queries import bureau_by_slug, bureaus  # noqa: PLC0415

    if slug:
        found = bureau_by_slug(slug)
        if found is None:
            names = "、".join(bureau.slug for bureau in bureaus()) or "无"
            fail(f"没有短名为“{slug}”的局。现有：{names}。")
        return found
    every = list(bureaus()[:2])
    if not every:
        fail("还没有局。请先运行 huiying setup。")
    if len(every) > 1:
        fail("有多个局，请用 --bureau 指明短名。")
    return every[0]
