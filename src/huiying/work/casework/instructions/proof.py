"""Compare the instructions of leaders with the record of them.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: two queries for all of them, one for the addressees.

Records of earlier versions have no hash of the content: then only is compared that there is an
instruction, by which way it came, and how its leader decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.signoff.models import Decision
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.instructions.content import instruction_hash
from huiying.work.casework.instructions.models import Instruction

KIND = "instruction"
GIVEN, ENTERED = "instruction.given", "instruction.entered"
DECIDED = {
    "instruction.confirmed": Decision.APPROVED,
    "instruction.disowned": Decision.RETURNED,
}


def instruction_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the instructions that are not as they were given, entered and confirmed."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND).order_by("seq")
    rows = records.filter(verb__in=(GIVEN, ENTERED, *DECIDED))
    begun: dict[str, AuditRecord] = {}
    decided: dict[str, Decision] = {}
    for row in rows.iterator():
        if row.verb in DECIDED:
            decided[row.ref] = DECIDED[row.verb]
        else:
            begun[row.ref] = row
    there = set()
    found = Instruction.objects.filter(bureau_id=bureau_id).select_related("scan", "signoff")
    for one in found.prefetch_related("addressees").order_by("pk"):
        with reading(one):
            there.add(one.number)
            first = begun.get(one.number)
            if first is None:
                yield reason("record.instruction_not_recorded", ref=one.number)
            elif not (_is_same(one, first) and _is_decided(one, decided.get(one.number))):
                yield reason("record.instruction_differs", ref=one.number)
    for ref in sorted(begun.keys() - there):
        yield reason("record.instruction_missing", ref=ref)


def _is_same(row: Instruction, first: AuditRecord) -> bool:
    by_leader = (row.signoff is None) == (first.verb == GIVEN)
    return by_leader and first.data.get("content", "") in ("", instruction_hash(row))


def _is_decided(row: Instruction, recorded: Decision | None) -> bool:
    """Tell whether the leader decided as recorded; a later correction voids what he said."""
    if row.signoff is None:
        return recorded is None
    decision = Decision(row.signoff.decision)
    if decision == Decision.VOID:
        return recorded != Decision.RETURNED
    return recorded == (None if decision == Decision.PENDING else decision)
