"""Compare the table of recipients with the record of its changes.

In:   a bureau.    Out:  what differs, each named by the body.
Cost: two queries for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.routing.queries import rules_of
from huiying.work.reports.routing.terms import terms_of

CHANGED = ("recipient.added", "recipient.changed", "recipient.change_adopted")


def routing_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the rows that are not as their last change left them, and those that are gone."""
    recorded: dict[str, dict[str, Any]] = {}
    labels: dict[str, str] = {}
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="recipient")
    rows = records.filter(verb__in=CHANGED).order_by("seq")
    for ref, label, data in rows.values_list("ref", "label", "data").iterator():
        with reading(AuditRecord, ref):
            recorded[ref], labels[ref] = data["after"], label
    there = set()
    for row in rules_of(bureau_id).order_by("pk"):
        with reading(row):
            there.add(str(row.pk))
            after = recorded.get(str(row.pk))
            if after is None:
                yield reason("record.recipient_not_recorded", ref=row.superior.name)
            elif not _is_same(row, after):
                yield reason("record.recipient_differs", ref=row.superior.name)
    for ref in sorted(recorded.keys() - there):
        yield reason("record.recipient_missing", ref=labels[ref])


def _is_same(row: RecipientRule, after: dict[str, Any]) -> bool:
    """Compare what the record names; a unit by its key, since its name may change."""
    terms = terms_of(row)
    return all(terms[name] == value for name, value in after.items() if name != "unit")
