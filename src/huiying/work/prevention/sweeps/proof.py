"""Compare sweeps with the record: what was confirmed, what was signed, by when.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: three queries for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.prevention.sweeps.content import sweep_hash
from huiying.work.prevention.sweeps.models import Sweep, SweepPart

OPENED, CONFIRMED, SIGNED = "sweep.opened", "sweep.confirmed", "sweep.signed"


def sweep_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the sweeps that are not as they were opened, confirmed and signed."""
    opened, signed, confirmed = _recorded(bureau_id)
    there = set()
    parts: dict[int, list[SweepPart]] = {}
    for part in SweepPart.objects.filter(bureau_id=bureau_id).select_related("unit"):
        parts.setdefault(part.sweep_id, []).append(part)
    for row in Sweep.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(row):
            there.add(row.number)
            if row.number not in opened:
                yield reason("record.sweep_not_recorded", ref=row.number)
            elif not (
                _as_signed(row, signed.get(row.number))
                and _as_confirmed(parts.get(row.pk, []), confirmed.get(row.number, {}))
            ):
                yield reason("record.sweep_differs", ref=row.number)
    for ref in sorted(opened - there):
        yield reason("record.sweep_missing", ref=ref)


def _recorded(
    bureau_id: int,
) -> tuple[set[str], dict[str, str], dict[str, dict[str, dict[str, Any]]]]:
    """Return what the record has: sweeps, hashes that were signed, confirmations by unit."""
    opened: set[str] = set()
    signed: dict[str, str] = {}
    confirmed: dict[str, dict[str, dict[str, Any]]] = {}
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="sweep")
    rows = records.filter(verb__in=(OPENED, CONFIRMED, SIGNED)).order_by("seq")
    for ref, verb, data in rows.values_list("ref", "verb", "data").iterator():
        with reading(AuditRecord, ref):
            if verb == OPENED:
                opened.add(ref)
            elif verb == SIGNED:
                signed[ref] = data["hash"]
            else:
                confirmed.setdefault(ref, {})[data["unit"]] = data
    return opened, signed, confirmed


def _as_signed(row: Sweep, digest: str | None) -> bool:
    if row.signed_at is None:
        return digest is None
    return digest == sweep_hash(row)


def _as_confirmed(parts: list[SweepPart], recorded: dict[str, dict[str, Any]]) -> bool:
    """Compare what units confirmed; a unit whose name changed since is found by its lists."""
    done = [part for part in parts if part.confirmed_at is not None]
    told = [(data["nil"], data["reviewed"], data["new"]) for data in recorded.values()]
    stored = [(part.nil, part.reviewed, part.new) for part in done]
    return sorted(map(str, told)) == sorted(map(str, stored))
