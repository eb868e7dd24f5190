"""``huiying doctor``: report in sentences what is wrong with this installation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import must_have_cluster, ready

if TYPE_CHECKING:
    from huiying.jobs.upkeep.doctor import Finding


def run(
    *,
    adopt: Annotated[
        bool,
        typer.Option(
            "--adopt", help="Key and files of this machine are all there is: go on with them."
        ),
    ] = False,
    rebuild_counters: Annotated[
        bool,
        typer.Option(
            "--rebuild-counters", help="Count anew what the statistics state, and put it right."
        ),
    ] = False,
) -> None:
    """Exit 0 when all is well, 1 when something needs a person."""
    ready(migrated=False)
    console = Console()
    from huiying.config.migrations import migration_state  # noqa: PLC0415

    if wrong := migration_state().sentence():
        console.print(f"[red]✗[/red] {wrong}")
        raise typer.Exit(1)
    from huiying.jobs.shared_data import lacking  # noqa: PLC0415
    from huiying.jobs.upkeep.adopt import adopt_this_machine  # noqa: PLC0415
    from huiying.jobs.upkeep.doctor import findings  # noqa: PLC0415

    if adopt and lacking():  # else the machines that have everything would lose it
        console.print(f"[yellow]![/yellow] {adopt_this_machine().sentence()}")
    if rebuild_counters:
        _rebuild(console)
    worst = 0
    for finding in (*findings(), *_of_cluster()):
        mark = "[green]✓[/green]" if finding.fine else "[red]✗[/red]"
        console.print(f"{mark} {finding.sentence}")
        worst = max(worst, 0 if finding.fine else 1)
    raise typer.Exit(worst)


def _of_cluster() -> Iterator[Finding]:
    """Yield what is to be said of broker, workers and beat; nothing of one box."""
    from django.conf import settings  # noqa: PLC0415

    if settings.BROKER_URL:
        must_have_cluster()
        from huiying.jobs.cluster.health import cluster_findings  # noqa: PLC0415

        yield from cluster_findings()


def _rebuild(console: Console) -> None:
    """Make every counter equal to a count, and say what differed."""
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.upkeep.counters import rebuild_every_counter  # noqa: PLC0415

    for one in rebuild_every_counter(clock.now()):
        found = f"改正 {one.differing} 处" if one.differing else "一致"
        console.print(f"[green]✓[/green] {one.bureau}：{one.kind} 已重新统计，{found}。")
