"""Compare the deliveries of reports and their proofs with the record of them.

In:   a bureau.    Out:  what differs, each named by its delivery or its report.
Cost: two queries for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.models import AuditRecord
from huiying.policy.procedure.reports import Way
from huiying.reasons.reason import Reason, reason
from huiying.work.reports.deliveries.models import ReportDelivery, moment

KIND = "report"
SENT, HANDED_OVER, RECEIVED = "report.sent", "report.handed_over", "report.received"


def delivery_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the reports and deliveries that are not as they were recorded."""
    recorded: dict[tuple[str, str], dict[str, object]] = {}
    sent: Counter[str] = Counter()
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND)
    rows = records.filter(verb__in=(SENT, HANDED_OVER, RECEIVED)).order_by("seq")
    for ref, verb, at, data in rows.values_list("ref", "verb", "at", "data").iterator():
        with reading(AuditRecord, ref):
            if verb == SENT:
                sent[ref] += len(data["to"])
                recorded[SENT, ref] = {"at": moment(at)}
            elif "delivery" in data:
                recorded[verb, data["delivery"]] = data
    deliveries = ReportDelivery.objects.filter(bureau_id=bureau_id).select_related("report")
    for row in deliveries.order_by("pk"):
        with reading(row):
            sent[row.report.number] -= 1
            if not (_is_handed_over(row, recorded) and _is_received(row, recorded)):
                yield reason("record.delivery_differs", ref=row.number)
    for ref in sorted(ref for ref, left in sent.items() if left):
        yield reason("record.deliveries_missing", ref=ref)


def _is_handed_over(
    row: ReportDelivery, recorded: dict[tuple[str, str], dict[str, object]]
) -> bool:
    """Tell whether it was sent as recorded: with its report, or when it was handed over."""
    by_hand = row.way in (Way.PAPER, Way.PHONE)
    key = (HANDED_OVER, row.number) if by_hand else (SENT, row.report.number)
    data = recorded.get(key)
    return moment(row.sent_at) == (data["at"] if data else "")


def _is_received(
    row: ReportDelivery, recorded: dict[tuple[str, str], dict[str, object]]
) -> bool:
    data = recorded.get((RECEIVED, row.number))
    if data is None:
        return row.received_at is None
    there = (data["at"], data["who"], data["proof"])
    return (moment(row.received_at), masked_text(row.received_label), row.proof) == there
