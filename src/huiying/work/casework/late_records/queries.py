"""Read late records: whether a moment is one, what waits, what was confirmed.

In:   a bureau, moments; kind and reference.    Out:  true or false, rows, moments.
Cost: one query; of ``is_late`` the rule book of the bureau.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.time.deadlines import LATE_RECORD, due_at
from huiying.work.casework.late_records.models import LateRecord


def is_late(bureau_id: int, at: datetime, now: datetime) -> bool:
    """Tell whether who records now that something was done then needs a second person."""
    rule = book_of(bureau_id, now).deadline(LATE_RECORD)
    return due_at(at, rule, calendar_of(bureau_id)) < now


def late_records_of(bureau_id: int, kind: str, refs: Collection[str]) -> dict[str, LateRecord]:
    """Return the newest late record of each of these, those without one left out."""
    rows = LateRecord.objects.filter(bureau_id=bureau_id, kind=kind, ref__in=refs)
    rows = rows.select_related("signoff__decided_by", "recorded_by")
    return {row.ref: row for row in rows.order_by("recorded_at", "pk")}


def confirmed_moments(bureau_id: int, kind: str, refs: Collection[str]) -> dict[str, datetime]:
    """Return the moments of these that another person confirmed."""
    found = late_records_of(bureau_id, kind, refs)
    return {
        ref: row.claimed_at
        for ref, row in found.items()
        if row.signoff.decision == Decision.APPROVED
    }


def late_record_of_request(request: SignoffRequest) -> LateRecord | None:
    """Return the late record that a request is about."""
    return LateRecord.objects.filter(signoff=request).select_related("incident").first()
