"""Compare the findings of verification requests with the record of them.

In:   a bureau.    Out:  what differs, each named by its request.
Cost: six queries for all of them.

Of a finding that nobody has confirmed yet the record names what was found, not the words: who
confirms it reads them first.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.verification.actions.confirm_finding import finding_hash
from huiying.work.casework.verification.models import FindingRecord, FindingState

ANSWERED = "docket.answered"
CONFIRMED = "docket.confirmed"
ENDED = ("docket.returned", "docket.asked_again", "docket.withdrawn")


def finding_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the requests whose finding is not the one that the record has."""
    yield from _confirmed_differences(bureau_id)
    answered = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="docket", verb=ANSWERED
    ).order_by("seq")
    findings = {ref: data["finding"] for ref, data in answered.values_list("ref", "data")}
    proposed = FindingRecord.objects.filter(bureau_id=bureau_id, state=FindingState.PROPOSED)
    rows = proposed.order_by("pk").values_list("docket__number", "finding")
    for ref, finding in rows:
        if findings.get(ref) != finding:
            yield reason("record.finding_answer_differs", ref=ref)


def _confirmed_differences(bureau_id: int) -> Iterator[Reason]:
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="docket")
    rows = records.filter(verb__in=(CONFIRMED, *ENDED)).order_by("seq").iterator()
    last = {row.ref: row for row in rows}
    recorded = {ref: row.data for ref, row in last.items() if row.verb == CONFIRMED}
    there = set()
    findings = FindingRecord.objects.filter(bureau_id=bureau_id, state=FindingState.CONFIRMED)
    found = findings.select_related("docket").prefetch_related("evidence").order_by("pk")
    for row in found:
        with reading(row):
            ref = row.docket.number
            there.add(ref)
            data = recorded.get(ref)
            if data is None:
                yield reason("record.finding_not_confirmed", ref=ref)
            elif data["finding"] != row.finding or data["hash"] != finding_hash(row):
                yield reason("record.finding_differs", ref=ref)
    for ref in sorted(recorded.keys() - there):
        yield reason("record.finding_missing", ref=ref)
