"""The incident page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import clocks_of_subject
from huiying.jobs import clock
from huiying.web.console.assessment.casualties import signed_casualty_panel
from huiying.web.console.assessment.content import content_panels
from huiying.web.console.assessment.picture import picture_panel
from huiying.web.console.assessment.posts import (
    PostsPanel,
    hidden_posts_panel,
    posts_panel,
)
from huiying.web.console.closing.panel import closing_panel
from huiying.web.console.consultation.panel import path_note, procedure_panel
from huiying.web.console.guidance.rows import guidance_panel
from huiying.web.console.incidents.language_model import model_acts
from huiying.web.console.incidents.levels import value_panel
from huiying.web.console.incidents.panels import (
    answer_acts,
    ask_to_verify,
    clock_rows,
    decision_cards,
    fields_of,
    grading_of,
    head_acts,
    head_of,
    link_to,
    notice_acts,
)
from huiying.web.console.incidents.path import path_rows
from huiying.web.console.incidents.recusals import recusal_rows
from huiying.web.console.incidents.report_rows import report_row
from huiying.web.console.incidents.rows import (
    chain_rows,
    notice_row,
)
from huiying.web.console.incidents.signatures import waiting_lines
from huiying.web.console.incidents.superiors import superior_rows
from huiying.web.console.incidents.timeline import timeline_of
from huiying.web.console.liaison.panel import share_panel
from huiying.web.console.press.rows import press_panel
from huiying.web.console.references.panel import offline_panel
from huiying.web.console.releases.effect import effect_panel
from huiying.web.console.releases.links import answers_of_incident
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.situation.panel import situation_panel
from huiying.web.console.teams.rows import team_panel
from huiying.web.console.verification.panel import docket_panel, mark_findings
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.voices import voices_line
from huiying.work.casework.notices.queries import notices_of, reports_of
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import read_only_if_recused

POSTS = 20


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One incident: four fields, path, grade with reasons, posts, clocks, notices, timeline."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer = read_only_if_recused(request.user, incident)
    reading = IncidentReading(incident, officer, clock.now())
    context = {
        **head_panels(reading),
        "situation": situation_panel(reading),
        "recusals": recusal_rows(reading, request.user),
        **post_panels(reading),
        "posts": posts_of(request, reading),
        **case_panels(reading),
        **answer_panels(reading),
        "timeline": timeline_of(request, incident),
        "closing": closing_panel(reading),
    }
    return render(request, "console/incidents/incident.html", context)


def head_panels(reading: IncidentReading) -> dict[str, object]:
    """Return where the incident stands: head, fields, path, grading, value, clocks."""
    incident, officer, now = reading.incident, reading.officer, reading.now
    decisions = reading.decisions
    casualties = signed_casualty_panel(reading)
    clocks = clocks_of_subject(incident.bureau_id, incident.number, now)
    return {
        "incident": head_of(incident),
        "merged_into": link_to(incident.merged_into) if incident.merged_into else None,
        "merged_from": [
            link_to(row) for row in reading.merged if row.merged_into_id == incident.pk
        ],
        "head_acts": head_acts(incident, officer),
        "fields": fields_of(reading, decisions, casualties),
        "steps": path_rows(reading),
        "path_note": path_note(incident),
        "grading": grading_of(incident, decisions, officer),
        "grading_waiting": waiting_lines(reading),
        "cards": decision_cards(decisions),
        "cards_at": decisions[-1].at if decisions else None,
        "casualties": casualties,
        "value": value_panel(reading),
        "clocks": clock_rows(clocks, now),
    }


def post_panels(reading: IncidentReading) -> dict[str, object]:
    """Return what the posts say, how far it spread, and how it may go on."""
    incident, officer = reading.incident, reading.officer
    return {
        "posts_picture": picture_panel(reading),
        **content_panels(reading.posts, officer, ask_url=ask_to_verify(incident, officer)),
        "model_acts": model_acts(incident, officer),
    }


def case_panels(reading: IncidentReading) -> dict[str, object]:
    """Return what the units were told, found and did."""
    notices = reading.family_rows("notices", notices_of)
    return {
        "notices": [notice_row(row, reading.officer, reading.now) for row in notices],
        "notice_chains": chain_rows(notices, reading.now),
        "superiors": superior_rows(reading),
        "notice_acts": notice_acts(reading.incident, reading.officer),
        "guidance": guidance_panel(reading, notices),
        "checks_made": [
            report_row(row, reading.officer)
            for row in reading.family_rows("notices", reports_of)
        ],
        "teams": team_panel(reading),
        "offline": offline_panel(reading),
        "dockets": docket_panel(reading),
        "procedure": procedure_panel(reading),
    }


def answer_panels(reading: IncidentReading) -> dict[str, object]:
    """Return what agencies, media and the public were given."""
    return {
        "shares": share_panel(reading),
        "press": press_panel(reading),
        "answers": answers_of_incident(reading),
        "answer_acts": answer_acts(reading.incident, reading.officer),
        "effect": effect_panel(reading),
    }


def posts_of(request: OfficerRequest, reading: IncidentReading) -> PostsPanel:
    """Return the posts panel, with the finding on each group that is answered."""
    totals = reading.posts.groups_and_posts
    if not may(request.user, Capability.SEE_POSTS):
        return hidden_posts_panel(totals)
    panel = posts_panel(
        request,
        reading.posts.event_ids,
        totals,
        url=reverse("console:incident", args=[reading.number]),
        voices=voices_line(reading.posts.voices),
        limit=POSTS,
    )
    mark_findings(panel.groups, reading)
    return panel
