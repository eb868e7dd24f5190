"""How each job goes, written down so that people can be told.

In:   the begin and the end of every turn, in whichever process.
Out:  one row a job, at most half a minute old: its last turn, since when it fails.
Cost: one statement in half a minute for all jobs of a process, and one when a job begins to
      fail or works again.

The log says the same and more, but the administrator reads the log, the duty officer does not.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import Error, transaction

from huiying.jobs import clock
from huiying.jobs.models import JobState

log = logging.getLogger("huiying.jobs")
WRITE_EVERY = 30.0  # seconds
COLUMNS = ("began_at", "ended_at", "failing_since", "failure")


@dataclass(slots=True)
class _Turns:
    """What this process knows of one job."""

    began_at: datetime
    ended_at: datetime | None = None
    failing_since: datetime | None = None
    failure: str = ""


class JobStates:
    """The turns of the jobs of this process, on their way to the database."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._turns: dict[str, _Turns] = {}
        self._unwritten: set[str] = set()
        self._write_at = 0.0  # by the steady clock

    @contextmanager
    def during(self, name: str) -> Iterator[None]:
        """Note the begin and the end of a turn; what it raises is noted and raised."""
        self._note(name, began_at=clock.real_now())
        try:
            yield
        except Exception as error:
            self._note(name, ended_at=clock.real_now(), failure=type(error).__name__)
            raise
        self._note(name, ended_at=clock.real_now())

    def _note(
        self,
        name: str,
        *,
        began_at: datetime | None = None,
        ended_at: datetime | None = None,
        failure: str = "",
    ) -> None:
        if name not in self._turns:  # a job runs once at a time, so nobody else adds it
            began = began_at or clock.real_now()
            self._turns[name] = _Turns(began, failing_since=_failing_since(name))
        with self._guard:
            turns, changed = self._turns[name], False
            if began_at is not None:
                turns.began_at = began_at
            if ended_at is not None:
                failure = failure[:100]
                changed = failure != turns.failure or bool(failure) != bool(turns.failing_since)
                turns.ended_at, turns.failure = ended_at, failure
                turns.failing_since = (turns.failing_since or ended_at) if failure else None
            self._unwritten.add(name)
            if not changed and time.monotonic() < self._write_at:
                return
            self._write_at = time.monotonic() + WRITE_EVERY
            rows = [_row(one, self._turns[one]) for one in sorted(self._unwritten)]
            self._unwritten.clear()
        _write(rows)


def _failing_since(name: str) -> datetime | None:
    """Return since when a job fails that failed in an earlier process already."""
    try:
        with transaction.atomic():
            known = JobState.objects.filter(pk=name).values_list("failing_since", flat=True)
            return known.first()
    except Error:
        return None


def _row(name: str, turns: _Turns) -> JobState:
    return JobState(name=name, **{column: getattr(turns, column) for column in COLUMNS})


def _write(rows: Collection[JobState]) -> None:
    """Write some rows; a database that takes nothing stops no job."""
    try:
        with transaction.atomic():
            JobState.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["name"], update_fields=COLUMNS
            )
    except Error as error:
        log.warning("how the jobs go was not written: %s", error)


JOB_STATES = JobStates()
