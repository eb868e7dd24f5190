"""Audit records of consultations and proposals.

In:   a row, a verb, an officer.    Out:  a record on the timeline of the incident.
Cost: one row lock and two writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.work.casework.core.incidents import current_incident
from huiying.work.casework.procedure.models import Consultation, Proposal


def record_procedure(
    row: Consultation | Proposal,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    kind = "consultation" if isinstance(row, Consultation) else "proposal"
    incident = current_incident(row.incident)
    append(
        bureau_id=row.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject(kind, row.number, incident.title, f"incident:{incident.number}"),
        now=now,
        data=data or {},
    )
