"""Audit records of references, by our own number alone.

In:   a row, a verb, an officer.    Out:  a record on the timeline of the incident.
Cost: one row lock and two writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import actor_of
from huiying.base.audit.actions.append import append
from huiying.work.casework.core.incidents import incident_row_subject
from huiying.work.casework.references.models import Reference


def record_reference(
    row: Reference,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record about a reference, by our own number alone."""
    subject = incident_row_subject("reference", row.number, row.incident)
    append(
        bureau_id=row.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=subject,
        now=now,
        data=data or {},
    )
