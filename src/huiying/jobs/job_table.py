"""What is done again and again, and how often: one list for one box and for a cluster.

In:   rows that wait.    Out:  a job by its name, its interval and the function that does it.
Cost: none; a few indexed queries a second when nothing waits.

Every job claims what it does by a conditional UPDATE or a lease, so that it may run twice, in
two processes, and harm nothing. In one box threads of one process run them (``scheduler.py``),
in a cluster the workers that take its queue (``cluster``, docs/adr/0050).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import Protocol

from django.conf import settings

from huiying.base.accounts.sign_in.actions.delete_sign_ins import delete_old_sign_ins
from huiying.base.audit.idempotent_forms import delete_old_forms
from huiying.base.clocks.actions.pause import resume_over_pauses
from huiying.base.integration.actions.deliver_events import delete_old_deliveries
from huiying.jobs import clock
from huiying.jobs.backup import runs
from huiying.jobs.clocks import after_closing, due_reports, ladder, rises, risk_sweeps
from huiying.jobs.collection import collect, deliveries
from huiying.jobs.delivery import articles, deliver, webhooks
from huiying.jobs.demo.runner import turn as demo_turn
from huiying.jobs.drills.player import turn as drill_turn
from huiying.jobs.shares import Takes, takes_all
from huiying.jobs.stream import imports, worker
from huiying.jobs.upkeep import (
    coverage,
    mask_names,
    old_runs,
    page_snapshots,
    purge_petitions,
    query_planner,
    record_check,
    report_work,
    retention,
    scanner,
    settle_places,
)
from huiying.jobs.upkeep.check_files import check_files
from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.jobs.upkeep.packets import PACKETS
from huiying.work.casework.references.actions.empty_erased import empty_erased_references
from huiying.work.collection.posts.voice_keys import destroy_expired_keys

LONGEST_TURN = 60.0  # real seconds that a backlog is turned before others are asked again
stopping = threading.Event()


class Lane(StrEnum):
    """Which queue of a cluster a job waits in; one box has none.

    What rings waits behind nothing that takes long. STREAM and COLLECT have a queue for each
    share of the bureaus and of the hosts.
    """

    ALARM = "alarm"
    WORK = "work"
    LONG = "long"
    STREAM = "stream"
    COLLECT = "collect"


class PartOfWork(Protocol):
    """What does the work of those that it takes."""

    def __call__(self, now: datetime, takes: Takes) -> object:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that is done again and again.

    Attributes:
        work: What one box does.
        part: The same for a share of the bureaus or hosts; None for what has no shares.
    """

    name: str
    every_seconds: float
    work: Callable[[datetime], object]
    lane: Lane = Lane.WORK
    part: PartOfWork | None = None


def _stream(now: datetime, takes: Takes = takes_all) -> int:
    """Turn while something waits, so that a backlog is not slowed to one batch a tick."""
    total, began = 0, monotonic()
    while placed := worker.turn_all(now=now, takes=takes):
        total += placed
        now = clock.now()
        if stopping.is_set() or monotonic() - began > LONGEST_TURN:
            break
    return total


JOBS: tuple[Job, ...] = (
    Job("stream", 0.3, _stream, Lane.STREAM, _stream),
    Job("ladder", 1.0, ladder.turn, Lane.ALARM),
    Job("pauses", 10.0, resume_over_pauses),
    Job("rises", 1.0, rises.turn, Lane.ALARM),
    Job("holders", 3600.0, rises.check_holders),
    Job("deliver", 1.0, deliver.turn, Lane.ALARM),
    Job("webhooks", 2.0, webhooks.turn),
    Job("webhook-deliveries", 3600.0, delete_old_deliveries),
    Job("articles", 5.0, articles.turn),
    Job("imports", 2.0, imports.turn, Lane.LONG),
    Job("collect", 5.0, collect.turn, Lane.COLLECT, collect.turn),
    Job("deliveries", 1.0, deliveries.turn),
    Job("closing", 60.0, after_closing.turn),
    Job("reports", 5.0, due_reports.turn),
    Job("risk-sweeps", 60.0, risk_sweeps.turn),
    Job("report-work", 1.0, report_work.turn, Lane.LONG),
    Job("report-files", 60.0, report_work.drop_old, Lane.LONG),
    Job("ledger", 600.0, after_closing.keep_ledgers, Lane.LONG),
    Job("coverage", 600.0, coverage.turn),
    Job("names", 1.0, mask_names.turn, Lane.LONG),
    Job("places", 2.0, settle_places.turn, Lane.LONG),
    Job("voice-keys", 3600.0, destroy_expired_keys),
    Job("forms", 3600.0, delete_old_forms),
    # A session runs by the clock of the world, also in the demonstration.
    Job("sign-ins", 3600.0, lambda _now: delete_old_sign_ins(clock.real_now())),
    Job("erased-references", 60.0, empty_erased_references),
    Job("files", 3600.0, check_files, Lane.LONG),
    Job("dossiers", 2.0, DOSSIERS.turn, Lane.LONG),
    Job("packets", 2.0, PACKETS.turn, Lane.LONG),
    Job("snapshots", 2.0, page_snapshots.turn, Lane.COLLECT, page_snapshots.turn),
    Job("retention", 2.0, retention.turn, Lane.LONG),
    Job("purges", 2.0, purge_petitions.turn, Lane.LONG),
    Job("record", 60.0, record_check.turn, Lane.LONG),
    Job("old-runs", 3600.0, old_runs.turn),
    Job("backups", 5.0, runs.turn, Lane.LONG),
    Job("scanner", 600.0, scanner.turn, Lane.LONG),
    Job("statistics", 600.0, query_planner.update_statistics, Lane.LONG),
)
DEMO_JOB = Job("demo", 1.0, demo_turn)
DRILL_JOB = Job("drill", 0.5, drill_turn)
NOT_IN_A_DRILL = frozenset(
    {"collect", "articles", "webhooks", "backups"}
)  # what asks others, or copies


def jobs_here() -> tuple[Job, ...]:
    """Return the jobs of this installation; a fictional one asks nobody for its sources."""
    if settings.DRILL:
        return (*(job for job in JOBS if job.name not in NOT_IN_A_DRILL), DRILL_JOB)
    if settings.DEMO:
        return (*(job for job in JOBS if job.name != "collect"), DEMO_JOB)
    return JOBS
