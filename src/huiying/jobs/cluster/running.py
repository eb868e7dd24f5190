"""Run a worker or the beat of a cluster until it is told to end.

In:   names of queues, a number of threads.    Out:  an exit code; the work is done meanwhile.
Cost: a process with its threads; one connection to the broker, one to the database a thread
      that works.

A worker works in threads of one process, so that a bureau's window stays warm in it. On SIGTERM
it takes nothing more, finishes the item at hand and gives its leases back; what it had taken
and not begun goes back to its queue.
"""

from __future__ import annotations

import logging
import os
import platform
import signal
from collections.abc import Sequence
from contextlib import suppress

from celery.app.trace import setup_worker_optimizations
from celery.worker import state as worker_state
from django.conf import settings
from django.db import DatabaseError

from huiying.jobs.cluster.app import cluster_app, declare_queues
from huiying.jobs.cluster.beat import ClusterBeat
from huiying.jobs.cluster.transport import BROKER_ERRORS
from huiying.jobs.job_table import stopping
from huiying.jobs.scheduler import BEING_MOVED, UNFIT, stop_jobs, wait_until_fit
from huiying.jobs.serving_lock import at_work
from huiying.jobs.stream.lease import release_all_leases

log = logging.getLogger("huiying.jobs")
LOOK_FOR_BROKER = 2.0  # seconds


def run_worker(queues: Sequence[str], *, threads: int) -> int:
    """Take wake-ups from some queues until SIGTERM or SIGINT.

    Returns:
        An exit code: 2 where key or files of the installation are not.
    """
    with at_work() as may_work:
        return _work(queues, threads) if may_work else _being_moved()


def _work(queues: Sequence[str], threads: int) -> int:
    if code := _begin():
        return code
    if stopping.is_set():
        return 0
    # What a lost connection left unacknowledged goes back to its queue; the loss is said.
    logging.getLogger("celery.worker.request").disabled = True
    app = cluster_app()
    name = f"{settings.BROKER_PREFIX}-{os.getpid()}@{platform.node()}"
    setup_worker_optimizations(app, name)  # tells the threads which application is theirs
    worker = app.WorkController(
        hostname=name, pool_cls="threads", concurrency=threads, queues=list(queues)
    )
    log.info("a worker takes from %s", ", ".join(queues))
    worker.start()
    with suppress(DatabaseError):
        release_all_leases()
    return int(worker.exitcode or 0)


def run_beat() -> int:
    """Wake the workers until SIGTERM or SIGINT; returns an exit code as ``run_worker`` does."""
    with at_work() as may_work:
        return _wake() if may_work else _being_moved()


def _wake() -> int:
    if code := _begin():
        return code
    beat = ClusterBeat(cluster_app())
    log.info("the beat has %d entries", len(beat.schedule))
    while not stopping.is_set():
        stopping.wait(max(0.0, beat.tick()))
    with suppress(DatabaseError):
        release_all_leases()
    return 0


def _being_moved() -> int:
    log.critical("this process does not begin: %s", BEING_MOVED)
    return UNFIT


def _begin() -> int:
    """Wait until the database and the broker are there; say what this machine lacks."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    if wrong := wait_until_fit(None):
        log.critical("this process does not begin: %s", wrong)
        return UNFIT
    reported: set[str] = set()
    while not stopping.is_set():
        try:
            declare_queues(cluster_app())
            return 0
        except BROKER_ERRORS as error:
            if str(error) not in reported:
                log.error("the broker cannot be reached, work waits for it: %s", error)
            reported.add(str(error))
        stopping.wait(LOOK_FOR_BROKER)
    return 0


def _end(*_: object) -> None:
    """Take nothing more and finish the item at hand; at the second time wait for nothing."""
    if stopping.is_set():
        os._exit(1)  # what was not acknowledged goes back to its queue
    stop_jobs()
    worker_state.should_stop = 0
