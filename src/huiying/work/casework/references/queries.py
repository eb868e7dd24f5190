"""Read references: of an incident, of the bureau, unanswered, whose next contact is due.

In:   an incident, an officer, a moment.
Out:  query sets; also of what was merged into the incident.
Cost: one or two queries each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import ClockState
from huiying.base.clocks.queries import status_columns
from huiying.policy.procedure.offline import ReferenceKind
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.core.incidents import INCIDENT_NUMBER_FIELDS, family_of
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.recusals.queries import recused_petition_ids

ORIGINS_OWED_ANSWER = tuple(str(origin) for origin in ReferenceKind if origin.owed_an_answer)

UNANSWERED = Q(petition__settled_at__isnull=True, petition__isnull=False) | Q(
    petition__isnull=True, settled_at__isnull=True
)
"""A petition that is registered here is answered by what settles it, and by nothing else: a
signed letter, an opinion that two confirmed, a withdrawal. Anything else by a contact."""


def unanswered_references(incident: Incident) -> QuerySet[Reference]:
    """Return what came to the bureau about an incident and whose sender was not answered.

    A post is not among them: it is answered in public.
    """
    rows = references_of(incident).filter(UNANSWERED, unbound_at__isnull=True)
    return rows.filter(origin__in=ORIGINS_OWED_ANSWER)


def references_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Reference]:
    """Return what an incident is bound to, with the contacts, oldest first."""
    rows = Reference.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=family or family_of(incident)
    )
    return rows.select_related(
        "clock", "petition__clock", "petition__competent", "bound_by"
    ).prefetch_related(Prefetch("contacts", _contacts()))


def incident_of_petition(petition: Petition) -> Incident | None:
    """Return the incident that a petition joined; None = none."""
    rows = Reference.objects.filter(petition=petition, unbound_at__isnull=True)
    found = rows.select_related("incident").order_by("-pk").first()
    return found.incident if found else None


def visible_references(officer: Officer) -> QuerySet[Reference]:
    """Return what the bureau's incidents are bound to, newest first; units see none of it."""
    rows = Reference.objects.filter(bureau_id=officer.bureau_id, unbound_at__isnull=True)
    if not sees_all_units(officer):
        return rows.none()
    rows = rows.exclude(petition_id__in=recused_petition_ids(officer)).select_related(
        "clock", "petition__clock", "petition__competent", "bound_by", "incident__merged_into"
    )
    return rows.prefetch_related(Prefetch("contacts", _contacts())).order_by("-bound_at", "-pk")


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.select_related("by", "signoff__decided_by", "file")


def references_to_contact(officer: Officer, until: datetime) -> QuerySet[Reference]:
    """Return the references whose next contact is due by a moment, for who makes contacts."""
    rows = Reference.objects.filter(bureau_id=officer.bureau_id, unbound_at__isnull=True)
    if not may(officer, Capability.CONTACT):
        return rows.none()
    rows = rows.exclude(petition_id__in=recused_petition_ids(officer))
    rows = rows.filter(clock__state=ClockState.RUNNING, clock__due_at__lte=until)
    rows = rows.select_related("clock", "incident__merged_into").order_by("clock__due_at")
    return rows.only("number", "label", *INCIDENT_NUMBER_FIELDS, *status_columns("clock"))
