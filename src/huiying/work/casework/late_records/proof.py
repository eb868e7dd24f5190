"""Compare late records with the record of how they were kept and confirmed.

In:   a bureau.    Out:  what differs, each named by what was delivered.
Cost: two queries for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.signoff.models import Decision
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.late_records.actions.confirm import late_record_hash
from huiying.work.casework.late_records.models import LateRecord

KEPT = "late_record.kept"
DECISIONS = {
    KEPT: Decision.PENDING,
    "late_record.confirmed": Decision.APPROVED,
    "late_record.returned": Decision.RETURNED,
}


def late_record_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield what was delivered by hand and was not claimed or confirmed like this."""
    found: dict[tuple[str, str], Decision] = {}
    left: Counter[str] = Counter()
    records = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="late_record", verb__in=DECISIONS
    )
    rows = records.order_by("seq").values_list("ref", "verb", "data")
    for ref, verb, data in rows.iterator():
        with reading(AuditRecord, ref):
            found[ref, data["hash"]] = DECISIONS[verb]
            left[ref] += verb == KEPT
    stored = LateRecord.objects.filter(bureau_id=bureau_id).select_related("signoff")
    for row in stored.order_by("pk"):
        with reading(row):
            ref = row.audit_subject().ref
            left[ref] -= 1
            decided = found.get((ref, late_record_hash(row)))
            voided = row.signoff.decision == Decision.VOID and decided == Decision.PENDING
            if decided != row.signoff.decision and not voided:
                yield reason("record.late_record_differs", ref=ref)
    for ref in sorted(ref for ref, count in left.items() if count):
        yield reason("record.late_record_missing", ref=ref)
