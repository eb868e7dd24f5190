"""Refuse acts to a recused officer (回避), and get a recusal for a screen.

In:   an officer, an incident, a capability.    Out:  nothing or the row, or 404 / 403.
Cost: one query; one more for each step of a merge.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.base.accounts.roles.queries import read_only
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.incidents.recusals.queries import active_recusal_of


def refuse_recused(officer: Officer, incident: Incident, *, to: Capability) -> None:
    """Forbid every act on an incident to an officer who is recused from it (回避).

    Raises:
        NotAllowed: If ``to`` is an act, and the officer keeps out of this incident.
    """
    if to not in READS and active_recusal_of(officer, incident) is not None:
        raise NotAllowed(to, about=incident.number)


def read_only_if_recused(officer: Officer, incident: Incident) -> Officer:
    """Return the officer as the page of an incident sees him: without acts if he keeps out."""
    return officer if active_recusal_of(officer, incident) is None else read_only(officer)


def recusal_for(officer: Officer, incident: Incident, pk: int, *, to: Capability) -> Recusal:
    """Return a recusal from an incident."""
    rows = Recusal.objects.filter(incident=incident).select_related("officer", "incident")
    return row_for(officer, rows, to=to, pk=pk)
