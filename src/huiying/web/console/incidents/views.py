"""The incident page: the head, the units, deadlines and conditions, the picture, one tab.

In:   a request, ``?tab=`` (``incident_parts.Tab``; the posts without it).
Cost: only what the page shows is read; a constant number of queries for each tab.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.contacts import Contacts, contacts_of
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import BoardRow
from huiying.base.clocks.queries import clocks_of_subject
from huiying.jobs import clock
from huiying.web.console.assessment.casualties import signed_casualty_panel
from huiying.web.console.assessment.picture import picture_panel
from huiying.web.console.closing.panel import closing_panel
from huiying.web.console.consultation.panel import path_note
from huiying.web.console.incidents.clock_panel import running_clocks, running_first
from huiying.web.console.incidents.due_step import due_step
from huiying.web.console.incidents.levels import value_panel
from huiying.web.console.incidents.menu import menu_groups
from huiying.web.console.incidents.objection_lines import open_objection_lines
from huiying.web.console.incidents.panels import (
    decision_cards,
    fields_of,
    grading_of,
    head_of,
    link_to,
)
from huiying.web.console.incidents.path import path_rows
from huiying.web.console.incidents.recusals import recusal_rows
from huiying.web.console.incidents.rises import rise_panel
from huiying.web.console.incidents.signatures import waiting_lines
from huiying.web.console.incidents.tabs import TAB_PANELS, IncidentPage, tab_links
from huiying.web.console.incidents.unit_rows import unit_table
from huiying.web.console.shared.incident_parts import Tab, incident_url, part_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.situation.panel import situation_panel
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.notices.queries import notices_of
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import read_only_if_recused


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One incident: what is due and in whose hands, how it stands, and one tab."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer = read_only_if_recused(request.user, incident)
    reading = IncidentReading(incident, officer, clock.now())
    tab = _tab_of(request)
    notices = reading.family_rows("notices", notices_of)
    clocks = clocks_of_subject(incident.bureau_id, incident.number, reading.now)
    page = IncidentPage(request, reading, notices, clocks)
    context = {
        "tab": tab,
        "tabs": tab_links(page, tab),
        "whole_url": f"{incident_url(number)}?tab={Tab.ALL}",
        "packet_url": reverse("console:packet-incident", args=[number])
        if may(officer, Capability.ARCHIVE)
        else "",
        "compliance_url": reverse("console:compliance-incident", args=[number]),
        "grade_url": part_url(number, "grade"),
        "clocks_url": part_url(number, "all-clocks"),
        "recusals": recusal_rows(reading, request.user),
        **head_panels(page),
        **TAB_PANELS[tab](page),
    }
    return render(request, "console/incidents/incident.html", context)


def _tab_of(request: OfficerRequest) -> Tab:
    asked = request.GET.get("tab", "")
    if "human" in request.GET and not asked:
        return Tab.HISTORY
    return Tab(asked) if asked in set(Tab) else Tab.POSTS


def head_panels(page: IncidentPage) -> dict[str, object]:
    """Return what stands above the tabs."""
    reading, notices, clocks = page.reading, page.notices, page.clocks
    incident, officer, now = reading.incident, reading.officer, reading.now
    decisions = reading.decisions
    casualties = signed_casualty_panel(reading)
    running = running_first(clocks)
    contacts = _contacts(reading, notices, running)
    closing = closing_panel(reading)
    steps = path_rows(reading)
    return {
        "incident": head_of(incident),
        "merged_into": link_to(incident.merged_into) if incident.merged_into else None,
        "merged_from": [
            link_to(row) for row in reading.merged if row.merged_into_id == incident.pk
        ],
        "due": due_step(
            reading, running, notices, contacts, steps, closing.acts if closing else ()
        ),
        "act_menu": menu_groups(reading, notices, closing),
        "fields": fields_of(reading, decisions, casualties),
        "grading": grading_of(incident, decisions),
        "grading_waiting": waiting_lines(reading),
        "objections": open_objection_lines(reading),
        "rise": rise_panel(reading),
        "value": value_panel(reading),
        "units": unit_table(notices, officer, now, contacts),
        "running": running_clocks(running),
        "clocks_total": len(clocks),
        "closing": closing,
        "steps": steps,
        "path_note": path_note(incident),
        "cards": decision_cards(decisions),
        "cards_at": decisions[-1].at if decisions else None,
        "casualties": casualties,
        "posts_picture": picture_panel(reading),
        "situation": situation_panel(reading),
    }


def _contacts(
    reading: IncidentReading, notices: Sequence[Notice], running: Sequence[BoardRow]
) -> Contacts:
    """Return whom to call about the first deadline and in each unit."""
    first = running[:1]
    return contacts_of(
        reading.incident.bureau_id,
        units={
            *(row.unit_id for row in notices),
            *(row.holder_unit_id for row in first if row.holder_unit_id),
        },
        roles={row.holder_code for row in first if row.holder_code},
        officers={row.holder_officer_id for row in first if row.holder_officer_id},
    )
