"""Read the record: a topic's timeline, a bureau's verification, the heads of its days.

In:   bureau id.    Out:  records, verification results, frozen heads.
Cost: timeline one indexed query; verification reads the whole chain, 2,000 rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from huiying.base.audit.chain import GENESIS, record_hash, utc_text
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead
from huiying.reasons.reason import Reason, reason


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of reading one chain: how many records held, and where it first breaks."""

    records: int
    broken_at: int | None
    why: Reason | None
    head: str

    @property
    def holds(self) -> bool:
        """Tell whether every record is bound to the one before it."""
        return self.broken_at is None


def timeline(*, bureau_id: int, topic: str) -> QuerySet[AuditRecord]:
    """Return the records of one topic, newest first."""
    return AuditRecord.objects.filter(bureau_ref=bureau_id, topic=topic).order_by("-seq")


def records_of(*, bureau_id: int) -> QuerySet[AuditRecord]:
    """Return all records of a bureau, newest first."""
    return AuditRecord.objects.filter(bureau_ref=bureau_id).order_by("-seq")


def verify(
    *, bureau_id: int, seen: Callable[[AuditRecord], None] | None = None
) -> Verification:
    """Re-compute every hash of a bureau's chain and compare it with the head.

    Args:
        seen: Called with each record that holds, once, in their order.

    Acts go on meanwhile: a record and its head come together, so whoever read the head first
    finds all records up to it, and looks again when there are more.
    """
    read, last_seq = Verification(0, None, None, GENESIS), -1
    while True:
        head = AuditHead.objects.filter(bureau_ref=bureau_id).first()
        read = _verify_from(bureau_id, read, seen)
        if not read.holds or (head and (head.seq, head.hash) == (read.records, read.head)):
            return read
        end = read.records
        if head is None:  # whoever made the bureau wrote its first record
            whole = reason("record.chain_missing")
            why = reason("record.chain_end_missing") if end else whole
            return Verification(end, end + 1, why, read.head)
        if not last_seq < head.seq < end:
            return Verification(end, end + 1, reason("record.tail_missing"), read.head)
        last_seq = head.seq


def _verify_from(
    bureau_id: int, read: Verification, seen: Callable[[AuditRecord], None] | None
) -> Verification:
    """Read the records after those that were read."""
    previous, seq = read.head, read.records
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id).order_by("seq")
    if seq:
        rows = rows.filter(seq__gt=seq)
    for row in rows.iterator(chunk_size=2000):
        seq += 1
        if row.seq != seq:
            why = reason("record.missing", seq=seq)
            return Verification(seq - 1, seq, why, previous)
        if row.previous != previous or not is_unchanged(row):
            why = reason("record.changed", seq=seq)
            return Verification(seq - 1, seq, why, previous)
        previous = row.hash
        if seen is not None:
            seen(row)
    return Verification(seq, None, None, previous)


def is_unchanged(row: AuditRecord) -> bool:
    """Tell whether a record still has its hash, on top of the hash before it."""
    fields = {
        "bureau": row.bureau_ref,
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
    return row.hash == record_hash(row.previous, fields)


def day_heads(*, bureau_id: int, limit: int | None = None) -> list[DayHead]:
    """Return the frozen heads of a bureau's days, newest first."""
    return list(DayHead.objects.filter(bureau_ref=bureau_id).order_by("-seq")[:limit])


def records_about(
    *, bureau_id: int, kind: str, refs: Collection[str], verbs: Collection[str]
) -> QuerySet[AuditRecord]:
    """Return the records with one of these verbs about these subjects, oldest first."""
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=kind, verb__in=verbs)
    return rows.filter(ref__in=refs).order_by("seq")


def pairs_in_force(
    *, bureau_id: int, begins: str, ends: str, names: str
) -> set[tuple[str, str]]:
    """Return what holds by the record: pairs of a subject and what its records name.

    Args:
        begins: The verb that makes a pair hold.
        ends: The verb that ends it.
        names: The key of the records' data that holds the second part of a pair.
    """
    held: set[tuple[str, str]] = set()
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, verb__in=(begins, ends))
    for verb, ref, data in rows.order_by("seq").values_list("verb", "ref", "data"):
        change = held.add if verb == begins else held.discard
        change((ref, data[names]))
    return held
