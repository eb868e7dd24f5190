"""Compare approved plans with the record of their approvals.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: two queries for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason, reason
from huiying.work.prevention.plans.models import PlanVersion

KIND, APPROVED = "plan", "plan.approved"


def plan_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the plans whose approved versions are not as they were approved."""
    recorded: dict[tuple[str, int], str] = {}
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb=APPROVED)
    for ref, data in records.order_by("seq").values_list("ref", "data").iterator():
        with reading(AuditRecord, ref):
            recorded[ref, data["version"]] = data["hash"]
    there = set()
    rows = PlanVersion.objects.filter(bureau_id=bureau_id).select_related("plan")
    for row in rows.order_by("pk"):
        with reading(row):
            key = (row.plan.number, row.version)
            there.add(key)
            same = row.review_on.isoformat() == row.content["review_on"]
            if key not in recorded:
                yield reason("record.plan_not_recorded", ref=key[0])
            elif not (
                same and recorded[key] == row.content_hash == hash_of_content(row.content)
            ):
                yield reason("record.plan_differs", ref=key[0])
    for ref, _version in sorted(recorded.keys() - there):
        yield reason("record.plan_missing", ref=ref)
