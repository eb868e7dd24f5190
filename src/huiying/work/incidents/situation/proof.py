"""Compare the situations of incidents with the record of how they were revised.

In:   a bureau.    Out:  what differs, each named by its incident.
Cost: two queries; one short pass over the records of revisions.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import hash_of_text
from huiying.reasons.reason import Reason, reason
from huiying.work.incidents.situation.models import SituationRevision

VERBS = ("incident.situation_filled", "incident.situation_revised")


def situation_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the incidents of which a revision is gone, changed, or was never recorded."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, verb__in=VERBS)
    recorded = {
        (ref, data["line"], data["count"] + 1, data["hash"])
        for ref, data in records.values_list("ref", "data").iterator()
    }
    revisions = SituationRevision.objects.filter(bureau_id=bureau_id).order_by()
    stored = {
        (number, line, version, hash_of_text(text))
        for number, line, version, text in revisions.values_list(
            "incident__number", "line", "version", "text"
        )
    }
    for ref in sorted({number for number, *_rest in recorded ^ stored}):
        yield reason("record.situation_differs", ref=ref)
