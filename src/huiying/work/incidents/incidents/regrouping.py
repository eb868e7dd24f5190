"""What merging, splitting and moving share: locks, chosen posts, new counts, the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement


def lock_incidents(*incidents: Incident) -> None:
    """Read incidents again and keep others off them: what was signed meanwhile stays signed."""
    keys = [incident.pk for incident in incidents]
    list(Incident.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for incident in incidents:
        incident.refresh_from_db()


def chosen_posts(incident: Incident, post_ids: Iterable[int]) -> dict[int, int]:
    """Return those of the posts that belong to the incident, with the event each is in."""
    events = incident.events.values_list("event_id", flat=True)
    rows = Placement.objects.filter(
        bureau_id=incident.bureau_id, event_id__in=list(events), post_id__in=list(post_ids)
    )
    return dict(rows.values_list("post_id", "event_id"))


def recount(incident: Incident, now: datetime) -> None:
    """Bring candidates and counts of an incident up to date after its posts changed."""
    events = list(incident.events.values_list("event_id", flat=True))
    propose_candidates(FactsReader(incident.bureau_id), event_ids=events, now=now, reasons={})
    refresh_incident(incident)


def record_regrouping(
    incident: Incident,
    verb: str,
    officer: Officer,
    reason: str,
    now: datetime,
    data: dict[str, Any],
) -> None:
    """Write a change of the posts of an incident into the record, and raise its revision."""
    Incident.objects.filter(pk=incident.pk).update(revision=F("revision") + 1)
    record(incident, verb, officer, now, **data, reason=reason.strip())
