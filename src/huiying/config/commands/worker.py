"""``huiying worker``: do the work of a cluster, as its queues say."""

from __future__ import annotations

from typing import Annotated

import typer

from huiying.config.commands._django import fail, must_have_cluster, ready

THREADS = 64  # more than there are jobs and shares: none waits for a slow one


def run(
    *,
    queues: Annotated[
        str,
        typer.Option(
            help="Queues to take from, parted by commas: alarm, work, long, stream, collect, "
            "or one share (stream.3). All by default."
        ),
    ] = "",
    threads: Annotated[int, typer.Option(min=1, max=256, help="Jobs at once.")] = THREADS,
) -> None:
    """Work until stopped; exit code 2 where broker, key or files are not."""
    ready(migrated=False)
    must_have_cluster()
    from huiying.jobs.cluster.queues import UnknownQueue, chosen_queues  # noqa: PLC0415
    from huiying.jobs.cluster.running import run_worker  # noqa: PLC0415

    try:
        chosen = chosen_queues(queues)
    except UnknownQueue as error:
        fail(str(error))
    raise typer.Exit(run_worker(chosen, threads=threads))
