"""Compare filed reports with the record of their filing.

In:   a bureau.    Out:  what differs, each named by its archive number.
Cost: two queries for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.reports.archive.content import report_filing_hash
from huiying.work.reports.archive.models import ReportFiling

KIND, FILED = "report_filing", "archive.report_filed"


def report_filing_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the filings of reports that are not as they were made."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb=FILED)
    made = dict(records.order_by("seq").values_list("ref", "data"))
    there = set()
    rows = ReportFiling.objects.filter(bureau_id=bureau_id).select_related("report")
    for row in rows.order_by("pk"):
        with reading(row):
            there.add(row.number)
            data = made.get(row.number)
            if data is None:
                yield reason("record.filing_not_recorded", ref=row.number)
            elif (data["report"], data["hash"]) != (row.report.number, report_filing_hash(row)):
                yield reason("record.filing_differs", ref=row.number)
    for ref in sorted(made.keys() - there):
        yield reason("record.filing_missing", ref=ref)
