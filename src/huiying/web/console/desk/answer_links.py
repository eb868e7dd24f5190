"""Links from the board to the answers that an officer may write next.

In:   the officer, the rows of the board.    Out:  for each matter, the act.
Cost: none without a row that waits for an answer; else three queries.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import BoardRow
from huiying.web.console.incidents.panels import answer_acts
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.core.clocks import RESPONSE
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.incidents.recusals.queries import recused_incident_ids
from huiying.work.responses.drafts.queries import open_drafts_by_incident


def answer_links(officer: Officer, rows: Iterable[BoardRow]) -> dict[str, ActButton]:
    """Return by number of the matter what the officer may do for its answer: begin or go on."""
    waiting = {row.subject_ref for row in rows if row.kind == RESPONSE}
    if not waiting or not may(officer, Capability.DRAFT):
        return {}
    found = incidents_in_sight(officer).filter(number__in=waiting)
    matters = list(found.exclude(pk__in=recused_incident_ids(officer)))
    begun = open_drafts_by_incident(matter.pk for matter in matters)
    acts = {}
    for matter in matters:
        if matter.pk in begun:
            url = reverse("console:draft", args=[begun[matter.pk]])
            acts[matter.number] = act_button(_("打开回应稿"), url, "get")
        elif offered := answer_acts(matter, officer):
            acts[matter.number] = offered[0]
    return acts
