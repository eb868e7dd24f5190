"""The only way a screen gets a row of casework: notice, docket, proposal and the like.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act, and for an officer who sees only what concerns his unit.
"""

from __future__ import annotations

from django.db.models import Q

from huiying.base.accounts.access import NotAllowed, row_for
from huiying.base.accounts.capabilities import READS, Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.work.casework.extending import decides
from huiying.work.casework.models import (
    Assignment,
    Commitment,
    Consultation,
    Docket,
    Evidence,
    Extension,
    Invitation,
    Material,
    Notice,
    Proposal,
    Reference,
    ResponseTeam,
)
from huiying.work.casework.teams import works_on
from huiying.work.incidents.access import incident_for, keep_out

OWN = (Capability.SIGN, Capability.REPORT_BACK)
"""Acts of a unit on what it was given."""


def notice_for(officer: Officer, number: str, *, to: Capability) -> Notice:
    """Return a notice of the officer's bureau; SIGN and REPORT_BACK only for the own unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Notice.objects.select_related("incident", "unit")
    if to in READS:  # an act reads its clocks anew
        rows = rows.select_related("notice_clock", "receipt_clock", "report_clock", "sent_by")
    notice = row_for(officer, rows, to=to, number=number)
    if to in OWN and notice.unit_id != officer.unit_id:
        raise NotAllowed(to, about=notice.incident.number)
    keep_out(officer, notice.incident, to=to)
    return notice


def docket_for(officer: Officer, number: str, *, to: Capability) -> Docket:
    """Return a docket of the officer's bureau; REPORT_BACK only for the unit that was asked.

    An officer without SEE_POSTS (承办人员) sees what his unit was asked, and what answers an
    incident that concerns his unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Docket.objects.select_related("unit", "asked_by", "clock")
    docket = row_for(officer, rows, to=to, number=number)
    own = docket.unit_id == officer.unit_id
    if to == Capability.REPORT_BACK and not own:
        raise NotAllowed(to)
    if to not in READS:
        for link in docket.serves.select_related("incident"):
            keep_out(officer, link.incident, to=to)
    if own or sees_all(officer):
        return docket
    unit = officer.unit_id
    if unit is None or not docket.serves.filter(incident__concerned__unit_id=unit).exists():
        raise NotAllowed(to)
    return docket


def evidence_for(officer: Officer, number: str, pk: int, *, to: Capability) -> Evidence:
    """Return one piece of evidence of a docket, as ``docket_for``."""
    docket = docket_for(officer, number, to=to)
    rows = Evidence.objects.select_related(
        "file", "finding__docket__unit", "finding__docket__clock"
    )
    return row_for(officer, rows, to=to, pk=pk, finding__docket=docket)


def extension_for(
    officer: Officer, number: str, *, to: Capability = Capability.SEE_INCIDENTS
) -> Extension:
    """Return an application for more time of an incident that the officer may see.

    Args:
        to: ``SEE_INCIDENTS`` to look; ``APPROVE`` to decide, as ``decides`` says, and never for
            who keeps out.

    Raises:
        Http404, PermissionDenied.
    """
    seen = Capability.SEE_INCIDENTS
    rows = Extension.objects.select_related(
        "clock__holder_unit", "asked_by", "signoff__decided_by"
    )
    row = row_for(officer, rows, to=seen, number=number)
    incident = incident_for(officer, row.clock.subject_ref, to=seen)
    keep_out(officer, incident, to=to)
    if to not in READS and not decides(officer, row.clock):
        raise NotAllowed(to, about=incident.number)
    return row


def consultation_for(officer: Officer, number: str, *, to: Capability) -> Consultation:
    """Return a consultation of the officer's bureau.

    An officer without SEE_POSTS (承办人员) sees those to which he or his unit was invited.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Consultation.objects.select_related("incident__merged_into", "called_by", "signoff")
    consultation = row_for(officer, rows, to=to, number=number)
    if not sees_all(officer) and not _invited(officer, consultation):
        raise NotAllowed(to)
    keep_out(officer, consultation.incident, to=to)
    return consultation


def invitation_for(
    officer: Officer, number: str, pk: int, *, to: Capability = Capability.CONSULT
) -> Invitation:
    """Return one invitation: for who runs consultations, or for who is invited by it."""
    seen = Capability.SEE_INCIDENTS
    consultation = consultation_for(officer, number, to=seen)
    rows = Invitation.objects.select_related("consultation__incident", "officer", "unit")
    row = row_for(officer, rows, to=seen, pk=pk, consultation=consultation)
    mine = row.officer_id == officer.pk or (
        row.unit_id is not None and row.unit_id == officer.unit_id
    )
    if not may(officer, to) and not mine:
        raise NotAllowed(to)
    keep_out(officer, consultation.incident, to=to)
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
    if not sees_all(officer):
        raise NotAllowed(to)
    keep_out(officer, proposal.incident, to=to)
    return proposal


def assignment_for(officer: Officer, number: str, *, to: Capability) -> Assignment:
    """Return a task of the officer's bureau; SIGN and REPORT_BACK only for own unit or team.

    An officer without SEE_POSTS (承办人员) sees the tasks of his unit and his teams alone.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Assignment.objects.select_related(
        "unit",
        "team__head__unit",
        "team__incident__merged_into",
        "clock",
        "assigned_by",
        "accepted_by",
        "proposal__incident__merged_into",
    )
    assignment = row_for(officer, rows, to=to, number=number)
    own = works_on(assignment, officer)
    near = own or assignment.unit_id == officer.unit_id or sees_all(officer)
    if not near or (to in OWN and not own):
        raise NotAllowed(to)
    keep_out(officer, assignment.proposal.incident, to=to)
    return assignment


def team_for(officer: Officer, number: str, *, to: Capability) -> ResponseTeam:
    """Return a response team of an incident of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = ResponseTeam.objects.select_related(
        "head__unit", "incident__merged_into", "formed_by"
    )
    team = row_for(officer, rows, to=to, number=number)
    keep_out(officer, team.incident, to=to)
    return team


def reference_for(officer: Officer, number: str, *, to: Capability) -> Reference:
    """Return a reference of an incident; units do not see who came to the bureau with what.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Reference.objects.select_related(
        "incident__merged_into", "clock", "legal_clock", "bound_by"
    )
    reference = row_for(officer, rows, to=to, number=number)
    if not sees_all(officer):
        raise NotAllowed(to)
    keep_out(officer, reference.incident, to=to)
    return reference


def revealable_for(officer: Officer, number: str) -> Reference:
    """Return a reference to an officer who may be shown who it came from, if he says why."""
    return reference_for(officer, number, to=Capability.REVEAL_IDENTITY)


def commitment_for(officer: Officer, number: str, *, to: Capability) -> Commitment:
    """Return a public promise of an incident that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Commitment.objects.select_related("incident__merged_into", "unit", "clock")
    commitment = row_for(officer, rows, to=to, number=number)
    if not sees_all(officer) and commitment.unit_id != officer.unit_id:
        raise NotAllowed(to)
    keep_out(officer, commitment.incident, to=to)
    return commitment


def material_for(officer: Officer, pk: int) -> Material:
    """Return a file of a task or a promise to whoever sees the task or the promise.

    Raises:
        Http404, PermissionDenied.
    """
    see = Capability.SEE_INCIDENTS
    rows = Material.objects.select_related("file", "entry__assignment", "commitment")
    row = row_for(officer, rows, to=see, pk=pk)
    if row.entry is not None:
        assignment_for(officer, row.entry.assignment.number, to=see)
    elif row.commitment is not None:
        commitment_for(officer, row.commitment.number, to=see)
    return row


def sees_all(officer: Officer) -> bool:
    """Tell whether an officer sees the matters of every unit."""
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def _invited(officer: Officer, consultation: Consultation) -> bool:
    own = Q(officer=officer)
    if officer.unit_id is not None:
        own |= Q(unit_id=officer.unit_id)
    return consultation.invitations.filter(own).exists()
