"""Read the procedure of an incident, and the hash that an approval binds.

An approval binds the words, the grade and the incident's number: an edit, a regrade or a merge
in the middle of 报审 leaves the old approval without force, and the proposal is asked for anew.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.casework.core.incidents import about_incident
from huiying.work.casework.procedure.models import (
    Assignment,
    Consultation,
    Invitation,
    Proposal,
    ProposalState,
)
from huiying.work.incidents.core.models import Incident


def consultations_of(incident: Incident) -> QuerySet[Consultation]:
    """Return the consultations about an incident, newest first; also those of merged ones."""
    rows = Consultation.objects.filter(about_incident(incident)).select_related(
        "signoff", "called_by"
    )
    return rows.order_by("-called_at", "-pk")


def consultation_by_number(bureau_id: int, number: str) -> Consultation | None:
    """Return a consultation by its public number."""
    return Consultation.objects.filter(bureau_id=bureau_id, number=number).first()


def proposal_of(incident: Incident) -> Proposal | None:
    """Return the newest proposal about an incident that was not dropped."""
    rows = Proposal.objects.filter(about_incident(incident)).exclude(
        state=ProposalState.DROPPED
    )
    rows = rows.select_related("signoff__clock", "author", "incident__merged_into")
    return rows.order_by("-written_at", "-pk").first()


def assignments_of(incident: Incident) -> QuerySet[Assignment]:
    """Return what was assigned for an incident, oldest first, called back or not."""
    ours = Proposal.objects.filter(about_incident(incident))
    rows = Assignment.objects.filter(proposal__in=ours)
    return rows.select_related("unit", "team__head", "assigned_by")


def invitations_of(consultation: Consultation) -> QuerySet[Invitation]:
    """Return who was invited, with what each said."""
    rows = Invitation.objects.filter(consultation=consultation)
    return rows.select_related("officer", "unit").prefetch_related("opinions__recorded_by")
