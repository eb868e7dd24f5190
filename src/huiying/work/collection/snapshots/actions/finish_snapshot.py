"""What becomes of a snapshot that a job has: taken, or not, and why.

In:   a snapshot, what the page said.    Out:  the row as it stays; hashes in the record.
Cost: one conditional update and an audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.db.job_rows import JobState, end_job
from huiying.reasons.reason import Reason, to_data
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.snapshots.page_text import PageText

TAKEN = "snapshot.taken"


@transaction.atomic
def finish_snapshot(
    row: PageSnapshot, *, page: PageText, changed: bool, now: datetime, real_now: datetime
) -> bool:
    """Store what the page said; False if the row was given up meanwhile.

    Args:
        changed: Whether its text was another one when it was asked for again.
    """
    columns = {
        "taken_at": now,
        "page_sha256": page.page_sha256,
        "page_bytes": page.page_bytes,
        "title": page.title,
        "text": page.text,
        "text_sha256": page.text_sha256,
        "shortened": page.shortened,
        "changed": changed,
    }
    if not end_job(row, JobState.DONE, real_now, **columns):
        return False
    hashes = {"page": page.page_sha256, "text": page.text_sha256, "changed": changed}
    record(row, TAKEN, None, now, post=row.post_id, **hashes)
    return True


@transaction.atomic
def fail_snapshot(row: PageSnapshot, *, why: Reason, now: datetime, real_now: datetime) -> None:
    """Say that there is no snapshot, and why."""
    if end_job(row, JobState.FAILED, real_now, failure=to_data(why)):
        record(row, "snapshot.failed", None, now, post=row.post_id, why=why.code)
