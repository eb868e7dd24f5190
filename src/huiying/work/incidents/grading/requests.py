"""Ask for the second signature under a grade, a value or a severity; void what waits for one.

In:   an incident, what would stand.    Out:  a request that nothing follows from yet.
Cost: two inserts; the record.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.audit.record import record
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradingRequest, RequestKind

KIND = "grading"


def request_hash(row: GradingRequest) -> str:
    """Return the hash that a signature is bound to: what would stand, and what stands now."""
    return _hash(row.incident, row.kind, row.terms)


def _hash(incident: Incident, kind: str, terms: dict[str, Any]) -> str:
    # What waited before an incident had a kind keeps its hash.
    kind_now = {"event_kind": incident.event_kind} if incident.event_kind else {}
    return hash_of_content(
        {
            **kind_now,
            "incident": incident.number,
            "grade": incident.grade,
            "negative": incident.negative,
            "value": incident.response_value,
            "severity": incident.severity,
            "kind": str(kind),
            "terms": terms,
        }
    )


def ask_second_signature(
    incident: Incident,
    kind: RequestKind,
    terms: dict[str, Any],
    *,
    officer: Officer,
    now: datetime,
) -> GradingRequest:
    """Ask for the second signature; an older request of the same kind is void.

    No clock of its own runs for it: the clock that it would change runs on.
    """
    label = house_text("%(what)s %(number)s：%(title)s") % {
        "what": house_label(kind.label),
        "number": incident.number,
        "title": incident.title,
    }
    row = GradingRequest.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        kind=kind,
        terms=terms,
        requested_by=officer,
        requested_at=now,
        signoff=request_approval(
            bureau_id=incident.bureau_id,
            kind=KIND,
            about_ref=f"{incident.number}:{kind}",
            label=label,
            content_hash=_hash(incident, kind, terms),
            officer=officer,
            clock=None,
            now=now,
        ),
    )
    record(row, "grading.asked", officer, now, kind=str(kind), **terms)
    return row


def void_requests(
    incident: Incident, *, reason: Reason, now: datetime, kind: RequestKind | None = None
) -> None:
    """Void what still waits for a second signature: it no longer fits the incident."""
    for row in waiting_requests(incident):
        if kind is None or row.kind == kind:
            void(request=row.signoff, reason=reason, now=now)


def waiting_requests(incident: Incident) -> list[GradingRequest]:
    """Return what waits for a second signature, oldest first."""
    rows = GradingRequest.objects.filter(
        incident=incident, signoff__decision=Decision.PENDING
    ).select_related("signoff", "requested_by")
    return list(rows)


def grading_request_of(request: SignoffRequest) -> GradingRequest:
    """Return what a request for approval is about."""
    return GradingRequest.objects.select_related(
        "incident__notice_clock",
        "incident__response_clock",
        "incident__emergency_clock",
        "signoff",
        "requested_by",
    ).get(signoff=request)
