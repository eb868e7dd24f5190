"""The workers of one machine: threads that poll the database.

In:   rows that wait (arrivals, addresses, messages, clock steps, imports).    Out:  work done.
Cost: a few indexed queries a second when nothing waits.

The database is the queue: every job claims what it does by a conditional UPDATE or a lease, so
it may run twice, in two processes, and harm nothing. A job that fails is logged and goes on.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from contextlib import suppress

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_PAUSED, STATE_RUNNING
from django.db import DatabaseError, OperationalError, close_old_connections, connection

from huiying.base.db.unfinished_move import has_unfinished_move
from huiying.jobs import clock
from huiying.jobs.job_states import JOB_STATES
from huiying.jobs.job_table import JOBS, Job, jobs_here, stopping
from huiying.jobs.serving_lock import at_work
from huiying.jobs.shared_data import files_are_away, has_key, lacking
from huiying.jobs.stream import imports
from huiying.jobs.stream.lease import SCHEDULE, held_elsewhere, release_all_leases

__all__ = ["JOBS", "Job", "go_on_after_a_step_back", "run_forever", "run_once", "start"]

log = logging.getLogger("huiying.jobs")
LOOK_FOR_PARENT = 2.0
UNFIT = 2  # exit code
OTHER_KEY = "the key of the installation is another one now, they end"
BEING_MOVED = "the database is being moved to PostgreSQL"
HALF_MOVED = "a move from SQLite into this database was not finished"
STEP = 1.0  # seconds by which a clock is set back at least; slewing is slower
_lost = threading.Event()  # the database


def run_once(job: Job) -> None:
    """Run one job at the present moment; its failure never ends the scheduler.

    A process that began before the key was changed works no more: what it cannot open reads as
    empty, and a message to an empty address is lost.
    """
    close_old_connections()
    try:
        if _database_answers() and has_key():
            with JOB_STATES.during(job.name):
                job.work(clock.now())
    except Exception:
        log.exception("job %s failed; it will look again", job.name)
    finally:
        _rest()


def _rest() -> None:
    """Give back what a turn needed, a connection to SQLite excepted, which stays in its thread.

    It is without pages then. To read 250 tables and their triggers anew for every turn took
    most of the time of workers that have nothing to do.
    """
    if connection.vendor == "sqlite" and connection.connection is not None:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("PRAGMA shrink_memory")
    close_old_connections()


def _database_answers() -> bool:
    """Tell whether there is a database to work on; its loss and its return are a line each."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        if not _lost.is_set():
            _lost.set()
            log.error("the database cannot be reached, work waits for it: %s", error)
        return False
    if _lost.is_set():
        _lost.clear()
        log.warning("the database answers again, work goes on")
    return True


def start(names: frozenset[str] | None = None) -> BackgroundScheduler:
    """Start the jobs (all, or those named) in threads of this process."""
    chosen = [job for job in jobs_here() if names is None or job.name in names]
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(max(4, len(chosen) + 1))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60},
        timezone="UTC",
    )
    for job in chosen:
        scheduler.add_job(
            run_once, "interval", seconds=job.every_seconds, args=[job], id=job.name
        )
    scheduler.start()
    return scheduler


def stand_back_for_a_cluster(scheduler: BackgroundScheduler) -> None:
    """Begin nothing while the beat of a cluster holds the schedule of this database.

    Both at once would harm nothing, but each would take what the other keeps warm.
    """
    with suppress(DatabaseError):
        cluster = held_elsewhere(SCHEDULE)
        if cluster and scheduler.state == STATE_RUNNING:
            log.warning("the workers of a cluster do the work, these here stand back")
            scheduler.pause()
            release_all_leases()  # of a turn at hand nothing is stored
        elif not cluster and scheduler.state == STATE_PAUSED:
            log.warning("no cluster does the work any more, these workers go on")
            scheduler.resume()
    connection.close()


def _ahead() -> float:
    """Return how far the clock is ahead of the steady one, which nobody sets."""
    return clock.real_now().timestamp() - time.monotonic()


def go_on_after_a_step_back(scheduler: BackgroundScheduler, before: float) -> float:
    """Let no job wait for a time that the clock, set back, will show again much later."""
    ahead = _ahead()
    if ahead < before - STEP:
        log.warning("the clock was set back by %.0f s, work goes on", before - ahead)
        for job in scheduler.get_jobs():
            job.modify(next_run_time=clock.real_now())
    return ahead


def stop_jobs(*_: object) -> None:
    """Finish the item at hand, then end; an import ends at its batch."""
    stopping.set()
    imports.stopping.set()


def run_forever(names: frozenset[str] | None = None, *, parent: int | None = None) -> int:
    """Work until SIGTERM or SIGINT; the item at hand is finished first.

    Args:
        parent: The server that began these workers, which end with it. It says its number
            itself: who asks for it finds another one when the server died meanwhile.

    Returns:
        An exit code: 2 where key or files of the installation are not.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_jobs)
    with at_work() as may_work:
        wrong = wait_until_fit(parent) if may_work else BEING_MOVED
        if wrong:
            log.critical("these workers do not begin: %s", wrong)
            return UNFIT
        return 0 if stopping.is_set() else _work(names, parent)


def _work(names: frozenset[str] | None, parent: int | None) -> int:
    scheduler = start(names)
    ahead = _ahead()
    while not stopping.wait(LOOK_FOR_PARENT):
        ahead = go_on_after_a_step_back(scheduler, ahead)
        stand_back_for_a_cluster(scheduler)
        _stop_without(parent)
        if is_behind_the_key():
            break
    behind = not stopping.is_set()
    stopping.set()
    scheduler.shutdown(wait=True)
    with suppress(DatabaseError):
        release_all_leases()
    return UNFIT if behind else 0


def is_behind_the_key() -> bool:
    """Tell whether the key was changed since this process began; the next one reads it anew."""
    try:
        behind = not has_key()
    except DatabaseError:
        return False
    finally:
        connection.close()
    if behind:
        log.critical("%s", OTHER_KEY)
    return behind


def _stop_without(parent: int | None) -> None:
    """Stop when the server was killed: no workers without it."""
    if parent is not None and os.getppid() != parent:
        stopping.set()


def wait_until_fit(parent: int | None) -> str:
    """Say what this machine lacks of the installation's, once database and files answer."""
    reported = False
    while True:
        _stop_without(parent)
        try:
            if has_unfinished_move(connection):
                return HALF_MOVED
            wrong = "" if stopping.is_set() else lacking()
            if not wrong or not files_are_away():
                return wrong
            if not reported:
                log.error("%s", wrong)
            reported = True
        except DatabaseError as error:  # out of reach, or without its tables yet
            if not _lost.is_set():
                _lost.set()
                log.error("the database cannot be used, work waits for it: %s", error)
        finally:
            connection.close()
        stopping.wait(LOOK_FOR_PARENT)
