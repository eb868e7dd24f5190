"""The only way a screen gets an instruction or the scan of its paper: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.core.petitions import sees_petition
from huiying.work.casework.instructions.models import Instruction
from huiying.work.incidents.recusals.access import refuse_recused


def instruction_for(officer: Officer, number: str, *, to: Capability) -> Instruction:
    """Return an instruction of the officer's bureau.

    Who sees every unit, who gave it, and once it is known to be the leader's own also whom it
    names, the officers of a named unit too. One on a petition is for who sees the petition.

    Raises:
        Http404, PermissionDenied: An act also to who keeps out of the incident.
    """
    rows = Instruction.objects.select_related(
        "given_by",
        "entered_by",
        "scan",
        "signoff__decided_by",
        "replaces",
        "replaced_by",
        "incident__merged_into",
        "reference__incident__merged_into",
        "petition",
    )
    row = row_for(officer, rows, to=to, number=number)
    about = row.incident.number if row.incident else ""
    if not in_sight(officer, row) or not sees_petition(officer, row.petition):
        raise NotAllowed(to, about=about)
    if row.incident is not None:
        refuse_recused(officer, row.incident, to=to)
    return row


def may_see_scan(officer: Officer, row: Instruction) -> bool:
    """Tell whether an officer sees the paper: it may name other units."""
    return row.given_by_id == officer.pk or sees_all_units(officer)


def scanned_instruction_for(officer: Officer, number: str, *, to: Capability) -> Instruction:
    """Return an instruction whose paper an officer may see, as ``instruction_for``."""
    row = instruction_for(officer, number, to=to)
    if not may_see_scan(officer, row):
        raise NotAllowed(to)
    return row


def in_sight(officer: Officer, row: Instruction) -> bool:
    """Tell whether an officer who sees what it is about reads an instruction."""
    if sees_all_units(officer) or row.given_by_id == officer.pk:
        return True
    unit = officer.unit_id
    return row.is_confirmed and any(
        one.officer_id == officer.pk or (unit is not None and one.unit_id == unit)
        for one in row.addressees.all()
    )
