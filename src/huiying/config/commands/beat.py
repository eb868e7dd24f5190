"""``huiying beat``: wake the workers of a cluster."""

from __future__ import annotations

import typer

from huiying.config.commands._django import must_have_cluster, ready


def run() -> None:
    """Send until stopped; of several one sends, the others stand by."""
    ready(migrated=False)
    must_have_cluster()
    from huiying.jobs.cluster.running import run_beat  # noqa: PLC0415

    raise typer.Exit(run_beat())
