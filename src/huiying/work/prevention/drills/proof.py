"""Compare the results of drills with the record of their ends.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: two queries for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason, reason
from huiying.work.prevention.drills.models import DrillResult

KIND, ENDED = "drill", "drill.ended"


def drill_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the drills whose results are not as they were taken in."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb=ENDED)
    recorded = {
        ref: data["hash"]
        for ref, data in records.order_by("seq").values_list("ref", "data").iterator()
    }
    there = set()
    rows = DrillResult.objects.filter(bureau_id=bureau_id).select_related("drill")
    for row in rows.order_by("pk"):
        with reading(row):
            number = row.drill.number
            there.add(number)
            if number not in recorded:
                yield reason("record.drill_not_recorded", ref=number)
            elif not recorded[number] == row.content_hash == hash_of_content(row.content):
                yield reason("record.drill_differs", ref=number)
    for ref in sorted(recorded.keys() - there):
        yield reason("record.drill_missing", ref=ref)
