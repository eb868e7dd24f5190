"""What becomes of a packet that a job has: made, failed, dropped.

In:   a packet, the process that makes it.    Out:  the row as it goes on.
Cost: one conditional update each; an audit record at the end.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.db.job_rows import JobFailure, JobState, end_job
from huiying.work.closing.packets.models import Packet
from huiying.work.responses.core.edition import bump_public_edition


@transaction.atomic
def finish_packet(
    packet: Packet,
    *,
    sha256: str,
    size: int,
    data_key: bytes,
    missing: int,
    now: datetime,
    real_now: datetime,
) -> bool:
    """Let it be handed out; False if it was given up meanwhile."""
    columns = {"sha256": sha256, "size": size, "data_key": data_key, "missing": missing}
    if not end_job(packet, JobState.DONE, real_now, **columns):
        return False
    record(packet, "packet.made", None, now, hash=sha256, size=size, missing=missing)
    bump_public_edition(packet.bureau_id)  # its hash is published
    return True


@transaction.atomic
def fail_packet(
    packet: Packet, *, failure: JobFailure, now: datetime, real_now: datetime
) -> None:
    """Say that there is no file, and why."""
    if end_job(packet, JobState.FAILED, real_now, failure=failure):
        record(packet, "packet.failed", None, now, failure=str(failure))


@transaction.atomic
def drop_packet(packet: Packet, *, now: datetime) -> None:
    """Destroy the key of a packet; its number and hash stay."""
    done = Packet.objects.filter(pk=packet.pk, state=JobState.DONE)
    if done.update(state=JobState.DROPPED, data_key=None) == 1:
        record(packet, "packet.dropped", None, now, hash=packet.sha256)
