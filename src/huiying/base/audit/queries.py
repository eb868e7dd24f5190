"""Read the record: a topic's timeline, a bureau's verification, the daily heads.

In:   bureau id.    Out:  records, verification results, head hashes per day.
Cost: timeline one indexed query; verification reads the whole chain, 2,000 rows at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDate

from huiying.base.audit.chain import GENESIS, record_hash, utc_text
from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.policy.time.zone import LOCAL


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of reading one chain: how many records held, and where it first breaks."""

    records: int
    broken_at: int | None
    why: str
    head: str

    @property
    def holds(self) -> bool:
        """Tell whether every record is bound to the one before it."""
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class DayHead:
    """The last hash of one day (Beijing time), as published."""

    day: date
    seq: int
    hash: str


def timeline(*, bureau_id: int, topic: str) -> QuerySet[AuditRecord]:
    """Return the records of one topic, newest first."""
    return AuditRecord.objects.filter(bureau_ref=bureau_id, topic=topic).order_by("-seq")


def records_of(*, bureau_id: int) -> QuerySet[AuditRecord]:
    """Return all records of a bureau, newest first."""
    return AuditRecord.objects.filter(bureau_ref=bureau_id).order_by("-seq")


def verify(*, bureau_id: int) -> Verification:
    """Re-compute every hash of a bureau's chain and compare it with the head.

    Acts go on meanwhile: a record and its head come together, so whoever read the head first
    finds all records up to it, and looks again when there are more.
    """
    read, last_seq = Verification(0, None, "", GENESIS), -1
    while True:
        head = AuditHead.objects.filter(bureau_ref=bureau_id).first()
        read = _verify_from(bureau_id, read)
        if not read.holds or head is None or (head.seq, head.hash) == (read.records, read.head):
            return read
        if not last_seq < head.seq < read.records:
            end, why = read.records, "records at the end are missing"
            return Verification(end, end + 1, why, read.head)
        last_seq = head.seq


def _verify_from(bureau_id: int, read: Verification) -> Verification:
    """Read the records after those that were read."""
    previous, seq = read.head, read.records
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id).order_by("seq")
    if seq:
        rows = rows.filter(seq__gt=seq)
    for row in rows.iterator(chunk_size=2000):
        seq += 1
        fields = {
            "bureau": bureau_id,
            "seq": row.seq,
            "at": utc_text(row.at),
            "actor": row.actor,
            "actor_label": row.actor_label,
            "verb": row.verb,
            "kind": row.kind,
            "ref": row.ref,
            "label": row.label,
            "topic": row.topic,
            "data": row.data,
        }
        if row.seq != seq:
            return Verification(seq - 1, seq, f"record {seq} is missing", previous)
        if row.previous != previous or row.hash != record_hash(previous, fields):
            return Verification(seq - 1, seq, f"record {seq} was changed", previous)
        previous = row.hash
    return Verification(seq, None, "", previous)


def daily_heads(*, bureau_id: int, before: datetime, limit: int = 400) -> list[DayHead]:
    """Return the last record hash of every closed day (Beijing time), newest first."""
    midnight = before.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    last_seqs = (
        AuditRecord.objects.filter(bureau_ref=bureau_id, at__lt=midnight.astimezone(UTC))
        .annotate(day=TruncDate("at", tzinfo=LOCAL))
        .values("day")
        .annotate(last=Max("seq"))
        .order_by("-day")[:limit]
    )
    last = {row["last"]: row["day"] for row in last_seqs}
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, seq__in=list(last)).order_by("-seq")
    return [DayHead(last[row.seq], row.seq, row.hash) for row in rows]
