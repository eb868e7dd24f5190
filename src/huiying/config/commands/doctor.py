"""``huiying doctor``: report in sentences what is wrong with this installation."""

from __future__ import annotations

import typer
from rich.console import Console

from huiying.config.commands._django import ready


def run() -> None:
    """Exit 0 when all is well, 1 when something needs a person."""
    ready(migrated=False)
    console = Console()
    from huiying.config.migrations import migration_state  # noqa: PLC0415

    if wrong := migration_state().sentence():
        console.print(f"[red]✗[/red] {wrong}")
        raise typer.Exit(1)
    from huiying.jobs.upkeep.doctor import findings  # noqa: PLC0415

    worst = 0
    for finding in findings():
        mark = "[green]✓[/green]" if finding.fine else "[red]✗[/red]"
        console.print(f"{mark} {finding.sentence}")
        worst = max(worst, 0 if finding.fine else 1)
    raise typer.Exit(worst)
