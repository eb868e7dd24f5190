"""The beat of a cluster: it wakes the workers, at the intervals of the one list of jobs.

In:   the list of jobs, the lease of the schedule.    Out:  wake-ups in the queues.
Cost: some forty small messages a second, a write of the lease every ten seconds.

It knows nothing of what waits: each job asks the database. So a wake-up that was lost, with its
queue or before it, is made good by the next one. Of several one holds the lease and sends, the
others stand by. Without database or broker it sends nothing, says so once, and goes on later.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.beat import ScheduleEntry, Scheduler, SchedulingError
from django.db import DatabaseError, connection

from huiying.jobs import clock
from huiying.jobs.cluster.app import DEAD_TURN, LONG_TURN, TURN
from huiying.jobs.cluster.queues import queue_name, shares_of
from huiying.jobs.job_table import Job, Lane, jobs_here
from huiying.jobs.stream.lease import SCHEDULE, Lease

log = logging.getLogger("huiying.jobs")
STEP = 1.0  # seconds by which a clock is set back at least
PAUSE = 1.0  # seconds after the broker or the database was away
DEAD_EVERY = 60.0


def schedule() -> dict[str, dict[str, Any]]:
    """Return Celery's schedule: an entry for each job and share, and one for the dead."""
    entries = {
        job.name if share is None else f"{job.name}.{share}": _entry(job, share)
        for job in jobs_here()
        for share in shares_of(job.lane)
    }
    entries["dead"] = {
        "task": DEAD_TURN,
        "schedule": timedelta(seconds=DEAD_EVERY),
        "options": {"queue": queue_name(Lane.WORK)},
    }
    return entries


def _entry(job: Job, share: int | None) -> dict[str, Any]:
    return {
        "task": LONG_TURN if job.lane == Lane.LONG else TURN,
        "schedule": timedelta(seconds=job.every_seconds),
        "args": (job.name,) if share is None else (job.name, share),
        "options": {"queue": queue_name(job.lane, share)},
    }


class ClusterBeat(Scheduler):  # type: ignore[misc]  # it has no types
    """Celery's scheduler, which keeps no file and sends as long as it holds the lease."""

    producer = None  # each message takes a connection of the pool, which mends itself

    def __init__(self, app: Celery) -> None:
        self._lease = Lease(SCHEDULE)
        self._ahead = _ahead()
        self._quiet_until = 0.0  # by the steady clock
        self._said = ""
        self.sent = 0
        super().__init__(app, schedule={}, max_interval=PAUSE, lazy=True)
        self.data: dict[str, ScheduleEntry] = {
            name: self.Entry(**{**entry, "name": name, "app": app})
            for name, entry in schedule().items()
        }

    @property
    def schedule(self) -> dict[str, ScheduleEntry]:
        """The entries, by their names."""
        return self.data

    def tick(self, **_more: Any) -> float:
        """Send what is due; return for how many seconds nothing is.

        A clock that is set back makes nobody wait for a time that it shows again much later.
        """
        ahead = _ahead()
        if ahead < self._ahead - STEP:
            log.warning("the clock was set back by %.0f s, work goes on", self._ahead - ahead)
            for entry in self.data.values():
                entry.last_run_at = entry.default_now()
            self._heap = None
        self._ahead = ahead
        return float(super().tick())

    def apply_entry(self, entry: ScheduleEntry, producer: None = None) -> None:
        """Send one wake-up if this process holds the schedule."""
        del producer
        if time.monotonic() < self._quiet_until or not self._holds():
            return
        try:
            self.apply_async(entry, advance=False)
        except SchedulingError as error:
            self._pause(f"the broker cannot be reached, work waits for it: {error}")
        else:
            self.sent += 1
            self._go_on()

    def _holds(self) -> bool:
        try:
            held = self._lease.hold()
        except DatabaseError as error:
            self._pause(f"the database cannot be reached, work waits for it: {error}")
            return False
        finally:
            connection.close()
        if not held:
            self._pause("another process holds the schedule, this one stands by")
        return held

    def _pause(self, why: str) -> None:
        """Be quiet for a moment; say why, once."""
        self._quiet_until = time.monotonic() + PAUSE
        subject = why.partition(",")[0]
        if subject != self._said:
            self._said = subject
            log.warning("%s", why)

    def _go_on(self) -> None:
        if self._said:
            self._said = ""
            log.warning("the schedule is held here, work goes on")


def _ahead() -> float:
    """Return how far the clock is ahead of the steady one, which nobody sets."""
    return clock.real_now().timestamp() - time.monotonic()
