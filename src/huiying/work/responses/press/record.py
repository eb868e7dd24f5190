"""Write the audit record of press and media, on the timeline of the incident.

In:   a subject, an incident, a verb, who acts and when.    Out:  one line of the record.
Cost: one row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.record import incident_now
from huiying.work.responses.press.models import PressConference


def subject_of_press(row: PressConference) -> Subject:
    """Return how the record names a conference."""
    return Subject("press", row.number, row.title)


def record_press(
    subject: Subject,
    incident: Incident | None,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident if there is one."""
    about = f"incident:{incident_now(incident).number}" if incident else ""
    append(
        bureau_id=officer.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject(subject.kind, subject.ref, subject.label, about),
        now=now,
        data=data or {},
    )
