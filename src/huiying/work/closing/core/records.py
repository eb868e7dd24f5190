"""Write one line of the record about an incident's closing, on the incident's own timeline.

In:   the act.    Out:  an audit record.
Cost: one row lock and two writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.audit.actions.append import Actor, Subject, append
from huiying.work.incidents.core.models import Incident


def record_closing(
    incident: Incident,
    verb: str,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
    *,
    kind: str = "incident",
    ref: str = "",
) -> None:
    """Append the act; the subject is the incident itself if no other is named."""
    append(
        bureau_id=incident.bureau_id,
        actor=actor,
        verb=verb,
        subject=Subject(
            kind, ref or incident.number, incident.title, f"incident:{incident.number}"
        ),
        now=now,
        data=data or {},
    )
