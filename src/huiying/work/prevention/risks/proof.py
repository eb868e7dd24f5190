"""Compare the risk register with the record of its changes.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: two queries for all of them.

The record names level, state, day of review and a hash of everything: who lowers a level or
puts off a review in the database alone is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.prevention.risks.models import Risk, VersionKind
from huiying.work.prevention.risks.terms import terms_hash, terms_of

CHANGED = tuple(f"risk.{kind.lower()}" for kind in VersionKind.values)


def risk_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the risks that are not as their last change left them, and those that are gone."""
    recorded: dict[str, dict[str, Any]] = {}
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="risk", verb__in=CHANGED)
    for ref, data in records.order_by("seq").values_list("ref", "data").iterator():
        recorded[ref] = data
    there = set()
    for row in Risk.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(row):
            there.add(row.number)
            known = recorded.get(row.number)
            terms = terms_of(row)
            if known is None:
                yield reason("record.risk_not_recorded", ref=row.number)
            elif known["hash"] != terms_hash(terms) or any(
                known[name] != terms[name] for name in ("level", "state", "next_review")
            ):
                yield reason("record.risk_differs", ref=row.number)
    for ref in sorted(recorded.keys() - there):
        yield reason("record.risk_missing", ref=ref)
