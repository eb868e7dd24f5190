"""What a waiver binds, and whether it holds for the present closing.

In:   a waiver, an incident.    Out:  contents; yes or no.
Cost: at most one query.

A waiver binds the incident's number, its grade, the condition and the reason, and it counts for
one closing: after an upgrade or a reopening the leader is asked anew.
"""

from __future__ import annotations

from typing import Any

from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.incidents.core.models import Incident


def waiver_in_force(waiver: Waiver, current: int | None) -> bool:
    """Tell whether a leader's waiver counts for the present closing, as it was signed."""
    request = waiver.signoff
    return (
        request.decision == Decision.APPROVED
        and waiver.after_id == current
        and request.content_hash == hash_of_content(waiver_content(waiver))
    )


def last_reopened_closing(incident: Incident) -> Closing | None:
    """Return the newest closing of an incident that was reopened; None = never."""
    rows = Closing.objects.filter(incident=incident, reopened_at__isnull=False)
    return rows.order_by("-pk").first()


def waiver_content(waiver: Waiver) -> dict[str, Any]:
    """Return what a leader signs, in its canonical shape."""
    incident = waiver.incident
    return {
        "number": waiver.number,
        "incident": incident.number,
        "grade": incident.grade,
        "condition": waiver.condition,
        "reason": waiver.reason,
    }
