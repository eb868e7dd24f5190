"""Audit records of public promises.

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
from huiying.work.casework.tasks.models import Commitment


def record_promise(
    row: Commitment, verb: str, officer: Officer, now: datetime, data: dict[str, Any]
) -> None:
    """Write one line of the record about a promise."""
    subject = incident_row_subject("commitment", row.number, row.incident)
    append(
        bureau_id=row.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=subject,
        now=now,
        data=data,
    )
