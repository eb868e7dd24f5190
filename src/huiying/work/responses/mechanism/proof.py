"""Compare the opinions of the district mechanism with the record of them.

In:   a bureau.    Out:  what differs, each named.
Cost: four queries for all of them.

A record names the hash of all that was written down. Where a sealing emptied the words, no hash
can be made of them any more: then what the record itself says is compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason, reason
from huiying.work.responses.mechanism.actions.record import KIND, VERBS
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.mechanism.standing import review_content

COUNTERSIGNED, SEALED = "mechanism.countersigned", "release.sealed"


def review_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the opinions that are not as they were recorded and countersigned."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id)
    opinions = records.filter(kind=KIND, verb__in=VERBS.values())
    recorded = {row.ref: row for row in opinions.iterator()}
    countersigned = records.filter(kind=KIND, verb=COUNTERSIGNED)
    signed = set(countersigned.values_list("ref", "data__hash"))
    sealed = set(records.filter(verb=SEALED).values_list("ref", flat=True))
    there = set()
    rows = MechanismReview.objects.filter(bureau_id=bureau_id, signoff__isnull=False)
    for row in rows.select_related("signoff", "file", "draft__answer").order_by("pk"):
        with reading(row):
            there.add(row.number)
            first = recorded.get(row.number)
            if first is None:
                yield reason("record.mechanism_not_recorded", ref=row.number)
            elif not (_is_same(row, first) or _is_sealed(row, first, sealed)):
                yield reason("record.mechanism_differs", ref=row.number)
            elif _is_approved(row) and (row.number, first.data["hash"]) not in signed:
                yield reason("record.mechanism_not_countersigned", ref=row.number)
    for ref in sorted(recorded.keys() - there):
        yield reason("record.mechanism_missing", ref=ref)


def _is_same(row: MechanismReview, first: AuditRecord) -> bool:
    return first.verb == VERBS[Opinion(row.opinion)] and (
        hash_of_content(review_content(row)) == first.data["hash"]
    )


def _is_sealed(row: MechanismReview, first: AuditRecord, sealed: set[str]) -> bool:
    """Tell whether a sealing emptied the words, and the rest is as the record has it."""
    here = (row.opinion, row.office_name, row.document, row.content_hash, row.no_file_reason)
    data = first.data
    there = (data["opinion"], data["office"], data["document"], data["text"])
    emptied = row.draft.version_number in sealed and not row.words
    return emptied and here == (*there, data.get("no_file", ""))


def _is_approved(row: MechanismReview) -> bool:
    return row.signoff is not None and row.signoff.decision == Decision.APPROVED
