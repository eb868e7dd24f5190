"""The only way a screen gets a demand of a superior: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.superior_supervision.queries import superior_supervisions_of
from huiying.work.incidents.recusals.access import refuse_recused


def superior_supervision_for(
    officer: Officer, number: str, *, to: Capability
) -> SuperiorSupervision:
    """Return a demand of a superior, for who sees all matters of the bureau.

    Raises:
        Http404, PermissionDenied: An act also to who keeps out of the incident.
    """
    row = row_for(officer, superior_supervisions_of(officer.bureau_id), to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    if row.incident is not None:
        refuse_recused(officer, row.incident, to=to)
    return row


def answered_superior_supervision_for(
    officer: Officer, number: str, *, to: Capability = Capability.SUPERVISE
) -> SuperiorSupervision:
    """Return a demand for who writes or signs its answer: the office, or a leader.

    Raises:
        Http404, PermissionDenied: As ``superior_supervision_for``.
    """
    if to in READS:
        return superior_supervision_for(officer, number, to=to)
    superior_supervision_for(officer, number, to=Capability.SEE_INCIDENTS)
    held = require(officer, to, Capability.INSTRUCT)
    return superior_supervision_for(officer, number, to=held)
