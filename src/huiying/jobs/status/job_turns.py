"""How the jobs go that are done again and again: which fail, which are late, whether all stand.

In:   what was written of each job, the real moment.    Out:  the part of the jobs.
Cost: none; the rows are some forty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from huiying.jobs.job_table import Job, Lane, jobs_here
from huiying.jobs.models import JobState
from huiying.jobs.status.parts import Health, JobsPart

SILENT_AFTER = timedelta(minutes=5)  # no job of any process was heard of: all of them stand
QUIET = timedelta(minutes=10)  # beside three intervals, before a job counts as late
TURN = timedelta(minutes=30)  # that a turn may take
SCANNER = "scanner"  # the job whose failure has two meanings
LONG_TURN = timedelta(hours=6)  # an import or a backup may take that long


def jobs_part(states: Iterable[JobState], real_now: datetime) -> JobsPart:
    """Return how the jobs go, by what was written of each."""
    rows = list(states)
    last_at = max((_heard(row) for row in rows), default=None)
    if last_at is None or real_now - last_at > SILENT_AFTER:
        return JobsPart(Health.STOPPED, last_at, (), (), last_at)
    known = {job.name: job for job in jobs_here()}
    here = [row for row in _in_use(rows) if _job_name(row) in known]
    failing = tuple(
        (_job_name(row), row.failing_since) for row in here if row.failing_since is not None
    )
    late = tuple(
        (_job_name(row), since)
        for row in here
        if (since := _late_since(row, known[_job_name(row)], real_now)) is not None
    )
    since = min((at for _name, at in (*failing, *late)), default=None)
    health = Health.ATTENTION if since is not None else Health.WELL
    scanner = next((row.failure for row in here if _job_name(row) == SCANNER), "")
    return JobsPart(health, since, _once(failing), _once(late), last_at, scanner)


def _job_name(row: JobState) -> str:
    return str(row.name).partition(".")[0]


def _heard(row: JobState) -> datetime:
    return max(row.began_at, row.ended_at or row.began_at)


def _in_use(rows: list[JobState]) -> Iterator[JobState]:
    """Yield the rows of jobs as they are done now: whole, or in the shares of a cluster."""
    newest: dict[str, tuple[datetime, bool]] = {}
    for row in rows:
        turn = (_heard(row), "." in row.name)
        newest[_job_name(row)] = max(newest.get(_job_name(row), turn), turn)
    for row in rows:
        if newest[_job_name(row)][1] == ("." in row.name):
            yield row


def _late_since(row: JobState, job: Job, real_now: datetime) -> datetime | None:
    """Return since when a job was not done in time; None: it is in time."""
    allowed = QUIET + 3 * timedelta(seconds=job.every_seconds)
    if row.ended_at is None or row.began_at > row.ended_at:  # at work
        allowed = LONG_TURN if job.lane == Lane.LONG else TURN
    return _heard(row) if real_now - _heard(row) > allowed else None


def _once(found: Iterable[tuple[str, datetime]]) -> tuple[tuple[str, datetime], ...]:
    """Return each job once, with the earliest moment of its shares."""
    first: dict[str, datetime] = {}
    for name, at in found:
        first[name] = min(first.get(name, at), at)
    return tuple(first.items())
