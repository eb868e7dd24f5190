"""The answers that running clocks wait for: what an officer may do, and what he still owes.

In:   an officer, matters or the moment.    Out:  an act by matter; rows of the desk.
Cost: two queries; a list has one, where it has a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.matters import MatterClocks
from huiying.base.clocks.queries import held_by, running_clocks, status_columns
from huiying.web.console.incidents.panels import answer_acts
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.clock_subjects import subject_number
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.core.clocks import RESPONSE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.incidents.recusals.queries import recused_incident_ids
from huiying.work.responses.drafts.queries import open_drafts_by_incident, without_submission


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


def answers_owed(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the incidents whose answer the officer owes and nobody has submitted yet.

    He holds the clock of the answer: the spokesperson. A draft of his that was sent back stands
    on the desk as that (``drafts/waiting.py``).
    """
    if not may(officer, Capability.DRAFT):
        return []
    clocks = running_clocks(officer.bureau_id).filter(held_by(officer), kind=RESPONSE)
    rows = incidents_in_sight(officer).filter(response_clock__in=clocks.order_by())
    rows = rows.exclude(pk__in=recused_incident_ids(officer))
    rows = without_submission(rows, officer).order_by("response_clock__due_at", "pk")
    rows = rows.select_related(None).select_related("response_clock").only(*_OWED_COLUMNS)
    return [WaitingList(rows, lambda incident: _owed_line(incident, officer, now))]


_OWED_COLUMNS = ("number", "title", "stage", "is_topic", *status_columns("response_clock"))


def _owed_line(incident: Incident, officer: Officer, now: datetime) -> WaitingRow:
    number = subject_number("incident", incident.number)
    draft: int | None = getattr(incident, "draft")  # noqa: B009 - annotated
    if draft is not None:
        words = _("%(number)s，回应稿待送审")
        url, label = reverse("console:draft", args=[draft]), _("打开回应稿")
    elif acts := answer_acts(incident, officer):
        words, url, label = _("%(number)s，回应待起草"), acts[0].url, acts[0].label
    else:  # not notified yet: it is too early to write
        words = _("%(number)s，回应待起草")
        url, label = part_url(incident.number, "answers"), _("查看")
    return WaitingRow(
        clock=clock_facts(incident.response_clock, now),
        clock_id=incident.response_clock_id,
        kind=words % {"number": number},
        text=incident.title,
        url=url,
        label=label,
    )
