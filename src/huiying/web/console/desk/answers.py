"""What an officer may do for the answers that running clocks wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.matters import MatterClocks
from huiying.web.console.incidents.panels import answer_acts
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.core.clocks import RESPONSE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.queries import recused_incident_ids
from huiying.work.responses.drafts.queries import open_drafts_by_incident


def answer_links(
    officer: Officer, matters: Iterable[MatterClocks], incidents: Mapping[str, Incident]
) -> dict[str, ActButton]:
    """Return by number of the matter what the officer may do for its answer: begin or go on.

    Args:
        incidents: Those that the officer may see, by number.
    """
    if not may(officer, Capability.DRAFT):
        return {}
    waiting = {
        row.subject_ref
        for matter in matters
        for row in (matter.first, *matter.others)
        if row.kind == RESPONSE
    }
    found = [incident for number, incident in incidents.items() if number in waiting]
    if not found:
        return {}
    out = recused_incident_ids(officer)
    begun = open_drafts_by_incident(incident.pk for incident in found)
    acts = {}
    for incident in found:
        if incident.pk in out:
            continue
        if incident.pk in begun:
            url = reverse("console:draft", args=[begun[incident.pk]])
            acts[incident.number] = act_button(_("打开回应稿"), url, method="get", main=True)
        elif offered := answer_acts(incident, officer):
            acts[incident.number] = offered[0]
    return acts
