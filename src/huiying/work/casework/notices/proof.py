"""Compare the reports of units with the record of them.

In:   a bureau.    Out:  what differs, each named by its notice.
Cost: two queries for all of them.

Records of earlier versions have no hash: then only the number of reports and what they found
are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.notices.models import UnitReport
from huiying.work.casework.notices.report_hash import report_hash

REPORTED = "notice.reported"


def unit_report_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the notices whose reports are not those that the record has."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)  # recorded minus stored
    texts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="notice", verb=REPORTED)
    for ref, data in records.values_list("ref", "data").iterator():
        with reading(AuditRecord, ref):
            found[ref][data["finding"]] += 1
            if "hash" in data:
                texts[ref][data["hash"]] += 1
    for row in UnitReport.objects.filter(bureau_id=bureau_id).select_related("notice"):
        with reading(row):
            found[row.notice.number][row.finding] -= 1
            texts[row.notice.number][report_hash(row)] -= 1
    for ref in sorted(found):
        without_row = any(left > 0 for left in texts[ref].values())
        if without_row or any(found[ref].values()):
            yield reason("record.report_differs", ref=ref)
