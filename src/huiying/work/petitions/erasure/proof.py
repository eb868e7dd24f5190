"""Compare petitions with the record: that none disappeared, and which were erased.

In:   a bureau.    Out:  what differs, each named.
Cost: two queries over the record, one over the petitions.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.petitions.core.models import Petition

KIND = "petition"
BEGUN = ("petition.received", "petition.registered")
ERASED = ("petition.erased", "petition.diversion_accepted")


def petition_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield what differs between the petitions of a bureau and its record.

    One that was erased by the acts agrees: its number, its days and its erasure are recorded.
    """
    begun, erased = _recorded(bureau_id, *BEGUN), _recorded(bureau_id, *ERASED)
    there = set()
    rows = Petition.objects.filter(bureau_id=bureau_id).order_by("pk")
    columns = rows.values_list("number", "erased_at", "data_key", "title", "text")
    for number, erased_at, key, title, text in columns.iterator():
        there.add(number)
        if erased_at is not None and number not in erased:
            yield reason("record.petition_erasure_not_recorded", ref=number)
        if number in erased and (erased_at is None or key is not None or title or text):
            yield reason("record.petition_not_erased", ref=number)
    for number in sorted(begun - there):
        yield reason("record.petition_missing", ref=number)


def _recorded(bureau_id: int, *verbs: str) -> set[str]:
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb__in=verbs)
    return set(rows.values_list("ref", flat=True))
