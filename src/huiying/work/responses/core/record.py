"""Write the audit record of a draft, on the timeline of its incident.

In:   a draft, a verb, who acts and when.    Out:  one line of the record.
Cost: one row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Draft

MOST_MERGES = 50  # a chain of merged incidents is followed so far


def about_ref(draft: Draft) -> str:
    """Return the public number of what is to be approved: answer and version."""
    return f"{draft.answer.number}/{draft.version}"


def subject_of_draft(draft: Draft) -> Subject:
    """Return how the record names a draft, on the timeline of the incident."""
    incident = draft.answer.incident
    topic = f"incident:{incident_now(incident).number}"
    return Subject("answer", about_ref(draft), incident.title, topic)


def record_draft(
    draft: Draft,
    *,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    append(
        bureau_id=draft.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=subject_of_draft(draft),
        now=now,
        data=data or {},
    )


def incident_now(incident: Incident) -> Incident:
    """Return the incident that an incident has become by merging."""
    for _step in range(MOST_MERGES):
        if incident.merged_into is None:
            break
        incident = incident.merged_into
    return incident
