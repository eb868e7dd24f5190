"""The only way a screen gets a proposal to reopen: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.gate.models import ReopenProposal
from huiying.work.incidents.recusals.access import refuse_recused


def reopen_proposal_for(officer: Officer, pk: int, *, to: Capability) -> ReopenProposal:
    """Return a proposal of the machine to reopen an incident.

    Raises:
        Http404, PermissionDenied.
    """
    rows = ReopenProposal.objects.select_related("closing__incident")
    proposal = row_for(officer, rows, to=to, pk=pk)
    refuse_recused(officer, proposal.closing.incident, to=to)
    return proposal
