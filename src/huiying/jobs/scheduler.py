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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from django.conf import settings
from django.db import DatabaseError, OperationalError, close_old_connections, connection

from huiying.base.accounts.sign_in.actions.delete_sign_ins import delete_old_sign_ins
from huiying.base.audit.idempotent_forms import delete_old_forms
from huiying.jobs import clock
from huiying.jobs.backup import runs
from huiying.jobs.clocks import after_closing, due_reports, ladder, risk_sweeps
from huiying.jobs.collection import collect, deliveries
from huiying.jobs.delivery import articles, deliver
from huiying.jobs.demo.runner import turn as demo_turn
from huiying.jobs.drills.player import turn as drill_turn
from huiying.jobs.shared_data import lacking
from huiying.jobs.stream import imports, worker
from huiying.jobs.stream.lease import release_all_leases
from huiying.jobs.upkeep import (
    coverage,
    mask_names,
    page_snapshots,
    purge_petitions,
    query_planner,
    record_check,
    report_work,
    retention,
    settle_places,
)
from huiying.jobs.upkeep.check_files import check_files
from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.jobs.upkeep.packets import PACKETS
from huiying.work.casework.references.actions.empty_erased import empty_erased_references
from huiying.work.collection.posts.voice_keys import destroy_expired_keys

log = logging.getLogger("huiying.jobs")
LOOK_FOR_PARENT = 2.0
UNFIT = 2  # exit code
STEP = 1.0  # seconds by which a clock is set back at least; slewing is slower


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that is done again and again."""

    name: str
    every_seconds: float
    work: Callable[[datetime], object]


def _stream(now: datetime) -> int:
    """Turn while something waits, so that a backlog is not slowed to one batch a tick."""
    total = 0
    while placed := worker.turn_all(now=now):
        total += placed
        now = clock.now()
        if stopping.is_set():
            break
    return total


JOBS: tuple[Job, ...] = (
    Job("stream", 0.3, _stream),
    Job("ladder", 1.0, ladder.turn),
    Job("deliver", 1.0, deliver.turn),
    Job("articles", 5.0, articles.turn),
    Job("imports", 2.0, imports.turn),
    Job("collect", 5.0, collect.turn),
    Job("deliveries", 1.0, deliveries.turn),
    Job("closing", 60.0, after_closing.turn),
    Job("reports", 5.0, due_reports.turn),
    Job("risk-sweeps", 60.0, risk_sweeps.turn),
    Job("report-work", 1.0, report_work.turn),
    Job("report-files", 60.0, report_work.drop_old),
    Job("ledger", 600.0, after_closing.keep_ledgers),
    Job("coverage", 600.0, coverage.turn),
    Job("names", 1.0, mask_names.turn),
    Job("places", 2.0, settle_places.turn),
    Job("voice-keys", 3600.0, destroy_expired_keys),
    Job("forms", 3600.0, delete_old_forms),
    # A session runs by the clock of the world, also in the demonstration.
    Job("sign-ins", 3600.0, lambda _now: delete_old_sign_ins(clock.real_now())),
    Job("erased-references", 60.0, empty_erased_references),
    Job("files", 3600.0, check_files),
    Job("dossiers", 2.0, DOSSIERS.turn),
    Job("packets", 2.0, PACKETS.turn),
    Job("snapshots", 2.0, page_snapshots.turn),
    Job("retention", 2.0, retention.turn),
    Job("purges", 2.0, purge_petitions.turn),
    Job("record", 60.0, record_check.turn),
    Job("backups", 5.0, runs.turn),
    Job("statistics", 600.0, query_planner.update_statistics),
)
DEMO_JOB = Job("demo", 1.0, demo_turn)
DRILL_JOB = Job("drill", 0.5, drill_turn)
NOT_IN_A_DRILL = frozenset({"collect", "articles", "backups"})  # what asks others, or copies
stopping = threading.Event()
_lost = threading.Event()  # the database


def _jobs() -> tuple[Job, ...]:
    """Return the jobs of this installation; a fictional one asks nobody for its sources."""
    if settings.DRILL:
        return (*(job for job in JOBS if job.name not in NOT_IN_A_DRILL), DRILL_JOB)
    if settings.DEMO:
        return (*(job for job in JOBS if job.name != "collect"), DEMO_JOB)
    return JOBS


def run_once(job: Job) -> None:
    """Run one job at the present moment; its failure never ends the scheduler."""
    close_old_connections()
    try:
        if _database_answers():
            job.work(clock.now())
    except Exception:
        log.exception("job %s failed; it will look again", job.name)
    finally:
        connection.close()


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
    chosen = [job for job in _jobs() if names is None or job.name in names]
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


def _stop(*_: object) -> None:
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
        signal.signal(number, _stop)
    if wrong := _wait_until_fit(parent):
        log.critical("these workers do not begin: %s", wrong)
        return UNFIT
    if stopping.is_set():
        return 0
    scheduler = start(names)
    ahead = _ahead()
    while not stopping.wait(LOOK_FOR_PARENT):
        ahead = go_on_after_a_step_back(scheduler, ahead)
        _stop_without(parent)
    scheduler.shutdown(wait=True)
    with suppress(DatabaseError):
        release_all_leases()
    return 0


def _stop_without(parent: int | None) -> None:
    """Stop when the server was killed: no workers without it."""
    if parent is not None and os.getppid() != parent:
        stopping.set()


def _wait_until_fit(parent: int | None) -> str:
    """Say what this machine lacks of the installation's, once the database answers."""
    while True:
        _stop_without(parent)
        try:
            return "" if stopping.is_set() else lacking()
        except DatabaseError as error:  # out of reach, or without its tables yet
            if not _lost.is_set():
                _lost.set()
                log.error("the database cannot be used, work waits for it: %s", error)
        finally:
            connection.close()
        stopping.wait(LOOK_FOR_PARENT)
