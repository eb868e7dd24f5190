"""The only way a screen gets a supervision item or a file of it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import OWN_UNIT_ONLY, sees_all_units
from huiying.work.casework.core.petitions import sees_petition
from huiying.work.casework.supervision.models import Supervision, SupervisionFile
from huiying.work.casework.supervision.queries import all_supervisions
from huiying.work.incidents.recusals.access import refuse_recused


def supervision_for(officer: Officer, number: str, *, to: Capability) -> Supervision:
    """Return an item of the officer's bureau; REPORT_BACK only for the own unit.

    An officer without SEE_POSTS (承办人员) sees the items of his unit alone; who does not see a
    petition, none on it.

    Raises:
        Http404, PermissionDenied: An act also to who keeps out of the incident.
    """
    rows = all_supervisions(officer.bureau_id).select_related("accepted", "closing__decided_by")
    row = row_for(officer, rows, to=to, number=number)
    about = row.incident.number if row.incident else ""
    own = row.unit_id == officer.unit_id
    if not (own or sees_all_units(officer)) or (to in OWN_UNIT_ONLY and not own):
        raise NotAllowed(to, about=about)
    if not sees_petition(officer, row.petition):
        raise NotAllowed(to)
    if row.incident is not None:
        refuse_recused(officer, row.incident, to=to)
    return row


def judged_supervision_for(
    officer: Officer, number: str, *, to: Capability = Capability.SUPERVISE
) -> Supervision:
    """Return an item for who judges its feedback: the office, or a leader.

    Raises:
        Http404, PermissionDenied: As ``supervision_for``.
    """
    if to in READS:
        return supervision_for(officer, number, to=to)
    supervision_for(officer, number, to=Capability.SEE_INCIDENTS)  # another bureau's: 404
    held = require(officer, to, Capability.INSTRUCT)
    return supervision_for(officer, number, to=held)


def supervision_file_for(officer: Officer, pk: int, *, to: Capability) -> SupervisionFile:
    """Return a file of the feedback to an item that the officer may see."""
    rows = SupervisionFile.objects.select_related("file", "entry__supervision")
    row = row_for(officer, rows, to=to, pk=pk)
    supervision_for(officer, row.entry.supervision.number, to=to)
    if not sees_all_units(officer) and row.entry.unit_id != officer.unit_id:
        raise NotAllowed(to)  # what the unit before handed in is not for the next one
    return row
