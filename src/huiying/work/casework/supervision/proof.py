"""Compare supervision items with the record of how they went.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: three queries for all of them; two more for each item that was closed.

What records of earlier versions do not name is not compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import hash_of_text
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.supervision.actions.close import closing_hash
from huiying.work.casework.supervision.content import demand_hash
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionState,
)

KIND = "supervision"
OPENED, REPORTED, CLOSED = "supervision.opened", "supervision.reported", "supervision.closed"
S = SupervisionState
STATES = {
    OPENED: S.OPEN,
    REPORTED: S.REPORTED,
    "supervision.returned": S.OPEN,
    "supervision.reassigned": S.OPEN,
    "supervision.closing_asked": S.CLOSING,
    "supervision.not_closed": S.REPORTED,
    CLOSED: S.CLOSED,
}
"""What an item is after an act."""


@dataclass
class _Recorded:
    """What the record has of one item."""

    state: SupervisionState | None = None
    unit: int | None = None
    hash: str = ""
    closed: str = ""
    answers: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)


def supervision_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the items that are not as they were opened, answered and closed."""
    recorded = _recorded(bureau_id)
    answers: defaultdict[int, Counter[str]] = defaultdict(Counter)
    files: defaultdict[int, Counter[str]] = defaultdict(Counter)
    entries = SupervisionEntry.objects.filter(bureau_id=bureau_id, kind=EntryKind.FEEDBACK)
    for entry in entries.prefetch_related("files__file").order_by("pk"):
        with reading(entry):
            answers[entry.supervision_id][hash_of_text(entry.text)] += 1
            files[entry.supervision_id].update(one.file.sha256 for one in entry.files.all())
    there = set()
    rows = Supervision.objects.filter(bureau_id=bureau_id).select_related("accepted")
    for row in rows.order_by("pk"):
        with reading(row):
            there.add(row.number)
            first = recorded.get(row.number)
            if first is None or first.state is None:
                yield reason("record.supervision_not_recorded", ref=row.number)
            elif not (
                _is_same(row, first)
                and first.answers == answers[row.pk]
                and first.files == files[row.pk]
            ):
                yield reason("record.supervision_differs", ref=row.number)
    for ref in sorted(recorded.keys() - there):
        yield reason("record.supervision_missing", ref=ref)


def _recorded(bureau_id: int) -> dict[str, _Recorded]:
    found: defaultdict[str, _Recorded] = defaultdict(_Recorded)
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb__in=STATES)
    rows = records.order_by("seq").values_list("ref", "verb", "data")
    for ref, verb, data in rows.iterator():
        with reading(AuditRecord, ref):
            one = found[ref]
            one.state = STATES[verb]
            one.unit = data.get("unit_id", one.unit)
            if verb == OPENED:
                one.hash = data.get("hash", "")
            elif verb == REPORTED:
                one.answers[data["hash"]] += 1
                one.files.update(data["hashes"])
            elif verb == CLOSED:
                one.closed = data["hash"]
    return found


def _is_same(row: Supervision, first: _Recorded) -> bool:
    closed = closing_hash(row) if row.state == S.CLOSED else ""
    return (
        row.state == first.state
        and first.unit in (None, row.unit_id)
        and first.hash in ("", demand_hash(row))
        and first.closed == closed
    )
