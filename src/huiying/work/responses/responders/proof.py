"""Compare the roster of responders with the record of it.

In:   a bureau.    Out:  what differs, each named.
Cost: two queries for all of them.

Records of earlier versions have no hash of the line: then the state and the role are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.responses.responders.line_hash import line_hash
from huiying.work.responses.responders.models import Responder, ResponderState

STATES = {
    "responder.asked": ResponderState.ASKED,
    "responder.listed": ResponderState.LISTED,
    "responder.declined": ResponderState.DECLINED,
    "responder.left": ResponderState.LEFT,
}


def roster_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the lines that are not as they were asked for, consented to or ended."""
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="responder", verb__in=STATES)
    last = {row.ref: row for row in rows.order_by("seq").iterator()}
    there = set()
    for line in Responder.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(line):
            there.add(line.number)
            if line.number not in last:
                yield reason("record.responder_not_recorded", ref=line.number)
            elif not _agrees(line, last[line.number]):
                yield reason("record.responder_differs", ref=line.number)
    for ref in sorted(last.keys() - there):
        yield reason("record.responder_missing", ref=ref)


def _agrees(line: Responder, last: AuditRecord) -> bool:
    if line.state != STATES[last.verb]:
        return False
    if "hash" in last.data:
        return bool(last.data["hash"] == line_hash(line))
    return last.label in (line.role, masked_text(line.role))
