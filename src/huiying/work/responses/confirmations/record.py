"""Write the audit record of a confirmation; the words of the agency stay on the row alone.

In:   a confirmation, a verb, who acts and when.    Out:  one line of the record.
Cost: one row.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.audit.actions.append import Actor, Subject, append
from huiying.base.audit.house_text import house_text
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.confirmations.models import Confirmation

ABOUT = "confirmation"


def record_confirmation(
    row: Confirmation, verb: str, actor: Actor, now: datetime, **data: str
) -> None:
    """Write one line of the record; an agency's words stay on the row alone."""
    incident: Incident = row.draft.answer.incident
    append(
        bureau_id=row.bureau_id,
        actor=actor,
        verb=verb,
        subject=Subject(
            ABOUT,
            row.number,
            house_text("沟通确认 %(number)s") % {"number": row.number},
            f"incident:{(incident.merged_into or incident).number}",
        ),
        now=now,
        data={"unit": row.unit.name, "hash": row.content_hash, **data},
    )
