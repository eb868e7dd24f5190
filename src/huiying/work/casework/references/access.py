"""The only way a screen gets a reference: the row, or 404 / 403."""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.files.models import StoredFile
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.references.withdrawals import withdrawal_of
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.petitions.recusals.access import (
    refuse_recused as refuse_recused_from_petition,
)


def reference_for(officer: Officer, number: str, *, to: Capability) -> Reference:
    """Return a reference of an incident; units do not see who came to the bureau with what.

    Raises:
        Http404, PermissionDenied: The latter also to who keeps out of its petition, and an act
            to who keeps out of the incident.
    """
    rows = Reference.objects.select_related(
        "incident__merged_into", "clock", "petition__clock", "petition__competent", "bound_by"
    )
    reference = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    refuse_recused(officer, reference.incident, to=to)
    refuse_recused_from_petition(officer, reference.petition, to=to)
    return reference


def reference_to_reveal(officer: Officer, number: str) -> Reference:
    """Return a reference to an officer who may be shown who it came from, if he says why."""
    return reference_for(officer, number, to=Capability.REVEAL_IDENTITY)


def withdrawal_for(officer: Officer, number: str, *, to: Capability) -> Contact:
    """Return the newest ending of a reference that somebody else confirms.

    Raises:
        Http404, PermissionDenied: As ``reference_for``; 404 also if there is none.
    """
    found = withdrawal_of(reference_for(officer, number, to=to))
    if found is None:
        raise Http404
    return found


def contact_file_for(officer: Officer, pk: int) -> StoredFile:
    """Return the scanned opinion that a contact delivered, to who makes contacts.

    Raises:
        Http404, PermissionDenied: As ``reference_for``; 404 also if there is none.
    """
    rows = Contact.objects.select_related("file", "reference")
    found = rows.filter(pk=pk, bureau_id=officer.bureau_id, file__isnull=False).first()
    if found is None or found.file is None:
        raise Http404
    reference_for(officer, found.reference.number, to=Capability.CONTACT)
    return found.file
