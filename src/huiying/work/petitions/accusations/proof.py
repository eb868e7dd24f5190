"""Check the restricted chain of a bureau, and what stands in accusations against it.

In:   a bureau.    Out:  what differs, without a number: auditors read it, and may know of none.
Cost: one read of the chain and one of the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.restricted import restricted_chain
from huiying.reasons.reason import Reason, reason
from huiying.work.petitions.accusations.models import Accusation

VERB_OF_MOMENT = {
    "received_at": "accusation.received",
    "accused_named_at": "accusation.accused_named",
    "transferred_at": "accusation.transferred",
    "ending_asked_at": "accusation.ending_asked",
    "handed_back_at": "accusation.handed_back",
    "erased_at": "accusation.erased",
}
"""What a row says was done → the record that must say so."""


def accusation_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield what is wrong with the restricted chain, and whether rows differ from it."""
    chain = restricted_chain(bureau_id)
    begun = AuditHead.objects.filter(bureau_ref=chain).exists()
    records = AuditRecord.objects.filter(bureau_ref=chain)
    if begun or records.exists():
        verdict = verify(bureau_id=chain)
        if verdict.broken_at is not None and verdict.why is not None:
            yield reason("record.restricted_broken", at=verdict.broken_at, why=verdict.why)
            return
    recorded = set(records.filter(kind="accusation").values_list("ref", "verb"))
    there = set()
    for row in Accusation.objects.filter(bureau_id=bureau_id).iterator():
        there.add(row.number)
        stands = [verb for name, verb in VERB_OF_MOMENT.items() if getattr(row, name)]
        if any((row.number, verb) not in recorded for verb in stands):
            yield reason("record.restricted_differs")
            return
    if any(number not in there for number, _verb in recorded):
        yield reason("record.restricted_differs")
