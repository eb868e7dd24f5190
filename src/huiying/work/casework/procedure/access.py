"""The only way a screen gets a consultation, an invitation or a proposal.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act, and for an officer who sees only what concerns his unit.
"""

from __future__ import annotations

from django.db.models import Q

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.procedure.models import Consultation, Invitation, Proposal
from huiying.work.incidents.recusals.access import refuse_recused


def consultation_for(officer: Officer, number: str, *, to: Capability) -> Consultation:
    """Return a consultation of the officer's bureau.

    An officer without SEE_POSTS (承办人员) sees those to which he or his unit was invited.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Consultation.objects.select_related("incident__merged_into", "called_by", "signoff")
    consultation = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer) and not _invited(officer, consultation):
        raise NotAllowed(to)
    refuse_recused(officer, consultation.incident, to=to)
    return consultation


def invitation_for(
    officer: Officer, number: str, pk: int, *, to: Capability = Capability.CONSULT
) -> Invitation:
    """Return one invitation: for who runs consultations, or for who is invited by it."""
    capability = Capability.SEE_INCIDENTS
    consultation = consultation_for(officer, number, to=capability)
    rows = Invitation.objects.select_related("consultation__incident", "officer", "unit")
    row = row_for(officer, rows, to=capability, pk=pk, consultation=consultation)
    mine = row.officer_id == officer.pk or (
        row.unit_id is not None and row.unit_id == officer.unit_id
    )
    if not may(officer, to) and not mine:
        raise NotAllowed(to)
    refuse_recused(officer, consultation.incident, to=to)
    return row


def proposal_for(officer: Officer, number: str, *, to: Capability) -> Proposal:
    """Return a proposal of the officer's bureau; units see their assignments, not the whole.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Proposal.objects.select_related(
        "incident__merged_into", "author", "signoff__clock", "signoff__decided_by"
    )
    proposal = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    refuse_recused(officer, proposal.incident, to=to)
    return proposal


def _invited(officer: Officer, consultation: Consultation) -> bool:
    own = Q(officer=officer)
    if officer.unit_id is not None:
        own |= Q(unit_id=officer.unit_id)
    return consultation.invitations.filter(own).exists()
