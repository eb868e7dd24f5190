"""``huiying up``: the server and its workers on one machine."""

from __future__ import annotations

from typing import Annotated

import typer

from huiying.config.commands._django import migrate, ready
from huiying.config.commands._serve import serve


def run(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.")] = 8000,
    workers: Annotated[bool, typer.Option(help="Run the workers beside the server.")] = True,
) -> None:
    """Bring the database up to date, then serve until stopped."""
    ready(migrated=False)
    migrate()
    serve(host=host, port=port, workers=workers)
