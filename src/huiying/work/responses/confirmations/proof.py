"""Compare the confirmations of agencies with the record of them.

In:   a bureau.    Out:  what differs, each named.
Cost: two queries for all of them.

An edit voids a confirmation without a record of its own; a void one lets nothing go out, so it
always agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.confirmations.record import ABOUT

STATES = {
    "confirmation.asked": ConfirmationState.ASKED,
    "confirmation.given": ConfirmationState.CONFIRMED,
    "confirmation.objected": ConfirmationState.OBJECTED,
    "confirmation.countersigned": ConfirmationState.CONFIRMED,
    "confirmation.sent_back": ConfirmationState.ASKED,
    "confirmation.waived": ConfirmationState.WAIVED,
}
RECORDED = "confirmation.recorded"  # its data name the state


def confirmation_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the confirmations whose state or text is not the one that the record left."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=ABOUT)
    rows = records.filter(verb__in=(*STATES, RECORDED)).order_by("seq")
    last = {
        ref: (_state(verb, data), data["hash"])
        for ref, verb, data in rows.values_list("ref", "verb", "data").iterator()
    }
    there = set()
    confirmations = Confirmation.objects.filter(bureau_id=bureau_id).order_by("pk")
    for number, state, text in confirmations.values_list("number", "state", "content_hash"):
        there.add(number)
        if number not in last:
            yield reason("record.confirmation_not_recorded", ref=number)
        elif state != ConfirmationState.VOID and (state, text) != last[number]:
            yield reason("record.confirmation_differs", ref=number)
    for ref in sorted(last.keys() - there):
        yield reason("record.confirmation_missing", ref=ref)


def _state(verb: str, data: Mapping[str, Any]) -> str:
    """Return the state that an act left; the record of an answer by hand says it itself."""
    return str(data["state"]) if verb == RECORDED else str(STATES[verb])
