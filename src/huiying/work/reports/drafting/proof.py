"""Compare the texts of reports that were signed, and their withdrawals, with the record.

In:   a bureau.    Out:  what differs, each named by its report.
Cost: five queries for all of them; the lines of the newest versions.

Records of earlier versions name neither office nor who asked for a withdrawal: then only the
text and the state are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.policy.procedure.reports import OUT, ReportState
from huiying.reasons.reason import Reason, reason
from huiying.work.reports.core.content import hash_of_version
from huiying.work.reports.core.models import (
    Report,
    ReportSignature,
    ReportVersion,
    ReportWithdrawal,
)

SIGNED, WITHDRAWN = "report.signed", "report.withdrawn"


def report_text_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the reports that are not as they were signed, or not withdrawn as recorded."""
    last: dict[str, dict[str, Any]] = {}
    offices: dict[tuple[str, str], dict[str, Any]] = {}
    withdrawn: dict[str, dict[str, Any]] = {}
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="report")
    rows = records.filter(verb__in=(SIGNED, WITHDRAWN)).order_by("seq")
    for ref, verb, data in rows.values_list("ref", "verb", "data").iterator():
        with reading(AuditRecord, ref):
            if verb == SIGNED:
                last[ref] = offices[ref, data["hash"]] = data
            else:
                withdrawn[ref] = data
    for ref in sorted({*_unsigned(bureau_id, last), *_other_offices(bureau_id, offices)}):
        yield reason("record.report_signature_differs", ref=ref)
    for ref in sorted(_not_withdrawn(bureau_id, withdrawn)):
        yield reason("record.report_withdrawal_differs", ref=ref)


def _unsigned(bureau_id: int, last: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the reports whose text was signed and is not the one of the last signature."""
    states = [str(one) for one in (ReportState.SIGNED, *OUT)]
    rows = ReportVersion.objects.filter(
        bureau_id=bureau_id, report__state__in=states, version=F("report__version")
    )
    for row in rows.select_related("report").iterator(chunk_size=100):
        with reading(row):
            data = last.get(row.report.number)
            if data is None or data["hash"] != hash_of_version(row.report, row):
                yield row.report.number


def _other_offices(
    bureau_id: int, offices: dict[tuple[str, str], dict[str, Any]]
) -> Iterator[str]:
    rows = ReportSignature.objects.filter(bureau_id=bureau_id)
    for row in rows.select_related("report", "signoff").order_by("pk"):
        with reading(row):
            data = offices.get((row.report.number, row.signoff.content_hash))
            there = None if data is None else (data.get("signed_as"), data.get("unit"))
            if there not in ((None, None), (row.signed_as, row.unit)):
                yield row.report.number


def _not_withdrawn(bureau_id: int, withdrawn: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the reports that are withdrawn without a record or one person too few."""
    rows = Report.objects.filter(bureau_id=bureau_id, state=ReportState.WITHDRAWN)
    stored = ReportWithdrawal.objects.filter(bureau_id=bureau_id)
    alone = dict(stored.values_list("report__number", "signed_by"))
    numbers = set(rows.values_list("number", flat=True))
    yield from numbers ^ withdrawn.keys()
    for ref in numbers & withdrawn.keys():
        if ref not in alone or (alone[ref] is not None) != ("asked_by" in withdrawn[ref]):
            yield ref
