"""Compare the archive with the record of it: numbers, periods, ends, the 全宗号.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: four queries for all of them.

Records of earlier versions have no hash: then the period alone is compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.closing.archive.content import filing_hash
from huiying.work.closing.archive.models import EndOfFiling, Filing, FilingEnd
from huiying.work.closing.archive.queries import fonds_of

FILED, RENUMBERED, TAKEN_OUT = "archive.filed", "archive.renumbered", "archive.taken_out"


def filing_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the filings that are not as they were made and ended, and a changed 全宗号."""
    made, ended = _recorded(bureau_id)
    ends = FilingEnd.objects.filter(bureau_id=bureau_id)
    stored = dict(ends.values_list("filing__number", "kind"))
    there = set()
    for row in Filing.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(row):
            there.add(row.number)
            data = made.get(row.number)
            if data is None:
                yield reason("record.filing_not_recorded", ref=row.number)
            elif (
                data["period"] != row.period
                or data.get("hash", "") not in ("", filing_hash(row))
                or stored.get(row.number) != ended.get(row.number)
            ):
                yield reason("record.filing_differs", ref=row.number)
    for ref in sorted(made.keys() - there):
        yield reason("record.filing_missing", ref=ref)
    fonds = fonds_of(bureau_id)
    if _recorded_fonds(bureau_id) != fonds:
        yield reason("record.fonds_differs", ref=fonds)


def _recorded(bureau_id: int) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Return what the record says of each filing, and how the ended ones ended."""
    made: dict[str, dict[str, str]] = {}
    ended: dict[str, str] = {}
    records = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="filing", verb__in=(FILED, RENUMBERED, TAKEN_OUT)
    )
    rows = records.order_by("seq").values_list("ref", "verb", "data")
    for ref, verb, data in rows.iterator():
        with reading(AuditRecord, ref):
            if verb == TAKEN_OUT:
                ended[ref] = EndOfFiling.REOPENED
                continue
            made[ref] = data
            if verb == RENUMBERED:
                ended[data["before"]] = EndOfFiling.RENUMBERED
    return made, ended


def _recorded_fonds(bureau_id: int) -> str:
    records = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="archive_setting", verb="archive.fonds_set"
    )
    return records.order_by("-seq").values_list("ref", flat=True).first() or ""
