"""Compare the confirmations of agencies with the record of them.

In:   a bureau.    Out:  what differs, each named.
Cost: two queries for all of them; one more for each 500 that are void.

An edit voids a confirmation without a record of its own. A void row names who edited and when:
an act of that officer stands in the record at that moment, or the row was made void below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.confirmations.record import ABOUT

STATES = {
    "confirmation.asked": ConfirmationState.ASKED,
    "confirmation.given": ConfirmationState.CONFIRMED,
    "confirmation.given_by_new_account": ConfirmationState.RECORDED,
    "confirmation.objected": ConfirmationState.OBJECTED,
    "confirmation.countersigned": ConfirmationState.CONFIRMED,
    "confirmation.sent_back": ConfirmationState.ASKED,
    "confirmation.waived": ConfirmationState.WAIVED,
}
RECORDED = "confirmation.recorded"  # its data name the state
MOMENTS = 500  # that one query asks for


def confirmation_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the confirmations whose state or text is not the one that the record left."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=ABOUT)
    rows = records.filter(verb__in=(*STATES, RECORDED)).order_by("seq")
    last = {
        ref: (_state(verb, data), data["hash"])
        for ref, verb, data in rows.values_list("ref", "verb", "data").iterator()
    }
    there = set()
    voided: dict[str, tuple[int | None, datetime | None]] = {}
    confirmations = Confirmation.objects.filter(bureau_id=bureau_id).order_by("pk")
    columns = ("number", "state", "content_hash", "voided_by_id", "voided_at")
    for number, state, text, by, at in confirmations.values_list(*columns):
        there.add(number)
        if number not in last:
            yield reason("record.confirmation_not_recorded", ref=number)
        elif state == ConfirmationState.VOID:
            voided[number] = (by, at)
        elif (state, text) != last[number]:
            yield reason("record.confirmation_differs", ref=number)
    yield from _voided_by_nobody(bureau_id, voided)
    for ref in sorted(last.keys() - there):
        yield reason("record.confirmation_missing", ref=ref)


def _voided_by_nobody(
    bureau_id: int, voided: Mapping[str, tuple[int | None, datetime | None]]
) -> Iterator[Reason]:
    """Yield what is void without an act of whom it names at the moment that it names."""
    numbers = list(voided)
    for start in range(0, len(numbers), MOMENTS):
        batch = {number: voided[number] for number in numbers[start : start + MOMENTS]}
        moments = {at for _by, at in batch.values() if at is not None}
        acts = AuditRecord.objects.filter(bureau_ref=bureau_id, at__in=moments)
        done = set(acts.values_list("actor", "at"))
        for number, (by, at) in batch.items():
            if (f"officer:{by}", at) not in done:
                yield reason("record.confirmation_differs", ref=number)


def _state(verb: str, data: Mapping[str, Any]) -> str:
    """Return the state that an act left; the record of an answer by hand says it itself."""
    return str(data["state"]) if verb == RECORDED else str(STATES[verb])
