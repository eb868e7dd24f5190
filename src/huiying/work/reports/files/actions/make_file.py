"""What becomes of a file of a report that a job has: made, failed, compared, dropped.

In:   a row of a file.    Out:  the row as it goes on.
Cost: one conditional update each.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.db.job_rows import JobState, end_job
from huiying.work.reports.files.models import VersionFile
from huiying.work.reports.files.queries import text_hash_of


def finish_file(
    *, row: VersionFile, sha256: str, size: int, data_key: bytes, real_now: datetime
) -> bool:
    """Let it be handed out; False if it was given up meanwhile."""
    columns = {"sha256": sha256, "size": size, "data_key": data_key}
    return end_job(row, JobState.DONE, real_now, **columns)


def fail_file(*, row: VersionFile, failure: str, real_now: datetime) -> None:
    """Say that there is no file, and why."""
    end_job(row, JobState.FAILED, real_now, failure=failure)


def compare_file(*, row: VersionFile) -> bool:
    """Tell whether a file still says what its report says; then it stays."""
    same = text_hash_of(row.report) == row.text_hash
    if same:
        VersionFile.objects.filter(pk=row.pk).update(revision=row.report.revision)
    return same


def drop_file(*, row: VersionFile) -> None:
    """Destroy the key of a file; its hash stays."""
    done = VersionFile.objects.filter(pk=row.pk, state=JobState.DONE)
    done.update(state=JobState.DROPPED, data_key=None)
