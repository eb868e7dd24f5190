"""``huiying demo``: the fictional district on a fast clock, in a data folder of its own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from huiying.config.commands._django import migrate, ready
from huiying.config.commands._serve import serve, take_address


def run(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port.")] = 8000,
    keep: Annotated[
        bool, typer.Option("--keep", help="Go on with the last demonstration.")
    ] = False,
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="Set the stage and stop.")
    ] = False,
) -> None:
    """Play the first two and a half days through the product's own acts, then go on live."""
    environment = os.environ.copy()
    door = None if prepare_only else take_address(host, port)
    folder = Path(os.environ.get("HUIYING_DATA_DIR") or "var").resolve() / "demo"
    marker = folder / "demo.json"
    if not (keep and marker.exists()):
        shutil.rmtree(folder, ignore_errors=True)
    os.environ["HUIYING_DATA_DIR"] = str(folder)
    os.environ["HUIYING_DATABASE_URL"] = f"sqlite:///{folder / 'demo.sqlite3'}"
    os.environ.setdefault("HUIYING_CONTACT", "0000-8261000, 0000-8261012")
    os.environ["HUIYING_PUBLIC_URL"] = f"http://{host}:{port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiying.config.settings.demo"
    ready(migrated=False)
    migrate()
    console = Console()
    if not marker.exists():
        from huiying.jobs.demo.runner import prepare  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("云川区的前两天半正在发生", total=1.0)
            player = prepare(on_progress=lambda share: progress.update(task, completed=share))
        del player
    if door is None:
        return
    console.print(
        f"[green]✓[/green] http://{host}:{port}/demo/ —— 选一个角色进去；"
        f"公开页面：http://{host}:{port}/  （Ctrl-C 停止）"
    )
    from huiying.jobs.demo.controls import is_reset_requested  # noqa: PLC0415 - needs Django ready

    serve(door, jobs=True, until=is_reset_requested)
    if is_reset_requested():
        again(environment)


def again(environment: dict[str, str]) -> None:
    """Start this command anew in the place of this process, without the last demonstration."""
    words = [word for word in sys.argv if word != "--keep"]
    os.execve(sys.executable, [sys.executable, *words], environment)  # noqa: S606 - ourselves
