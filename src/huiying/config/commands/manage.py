"""``huiying manage …``: Django's own commands (migrate, shell, makemigrations)."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import Annotated

import typer

OPTIONS = {"context_settings": {"allow_extra_args": True, "ignore_unknown_options": True}}


def run(
    ctx: typer.Context,
    settings: Annotated[str, typer.Option(help="Settings module.")] = "",
) -> None:
    """Pass everything on to Django."""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from huiying.config.migrations import migration_lock  # noqa: PLC0415 - reads the settings

    with migration_lock() if ctx.args[:1] == ["migrate"] else nullcontext():
        execute_from_command_line(["huiying manage", *ctx.args])
