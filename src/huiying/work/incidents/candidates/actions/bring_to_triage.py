"""登记为事件, from a post: an officer brings its event to triage, however few posts there are.

In:   where the post stands, the officer.    Out:  the candidate of its event, made if need be.
Cost: a look at one event, and a record.

Nothing is decided by it: what is registered, and who signs, is as for every candidate.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.queries import candidate_of_event
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.placements.models import Placement


@transaction.atomic
def bring_to_triage(*, placement: Placement, officer: Officer, now: datetime) -> Candidate:
    """Return the candidate of a post's event; one that was there stays as it is.

    Raises:
        Refused: If the post belongs to an incident by now.
    """
    bureau_id = placement.bureau_id
    lock_row(Bureau, bureau_id, referable=True)  # nobody joins or raises events meanwhile
    placement.refresh_from_db(fields=["event_id"])
    event_id = placement.event_id
    held = IncidentEvent.objects.filter(bureau_id=bureau_id, event_id=event_id)
    if (found := held.select_related("incident").first()) is not None:
        number = found.incident.current.number
        raise Refused(_("该帖文已归入事件 %(number)s，无需登记。") % {"number": number})
    if (there := candidate_of_event(bureau_id, event_id)) is not None:
        return there
    propose_candidates(
        FactsReader(bureau_id), event_ids=[event_id], now=now, reasons={}, requested=True
    )
    candidate = Candidate.objects.get(bureau_id=bureau_id, event_id=event_id)
    record(candidate, "candidate.requested", officer, now)
    return candidate
