"""The tabs of the incident page: what each of them shows.

In:   one request for the page (``IncidentPage``).    Out:  the context of a tab's template.
Cost: a constant number of queries for each tab; a tab that is not open is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.queries import timeline
from huiying.base.clocks.board import BoardRow
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.web.console.assessment.content import content_panels
from huiying.web.console.assessment.posts import (
    PostsPanel,
    hidden_posts_panel,
    posts_panel,
)
from huiying.web.console.consultation.panel import procedure_panel
from huiying.web.console.guidance.rows import guidance_panel
from huiying.web.console.incidents.clock_panel import clock_rows
from huiying.web.console.incidents.panels import (
    answer_acts,
    ask_to_verify,
)
from huiying.web.console.incidents.report_rows import report_row
from huiying.web.console.incidents.rows import chain_rows
from huiying.web.console.incidents.superiors import superior_rows
from huiying.web.console.incidents.timeline import timeline_of
from huiying.web.console.instructions.rows import instruction_panel
from huiying.web.console.liaison.panel import share_panel
from huiying.web.console.plans.rows import prevention_panel
from huiying.web.console.press.rows import press_panel
from huiying.web.console.references.panel import offline_panel
from huiying.web.console.releases.effect import effect_panel
from huiying.web.console.releases.links import answers_of_incident
from huiying.web.console.shared.incident_parts import TAB_LABELS, Tab, incident_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.supervision.rows import supervision_panel
from huiying.web.console.teams.rows import team_panel
from huiying.web.console.verification.panel import docket_panel, mark_findings
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.voices import voices_line
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.notices.queries import reports_of

POSTS = 20  # groups on a page of the tab
FIRST_POSTS = 3  # groups on the first screen, which begins the list


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One request for the page, with what every part of it needs."""

    request: OfficerRequest
    reading: IncidentReading
    notices: Sequence[Notice]
    clocks: Sequence[BoardRow]


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab with the number of things in it."""

    label: str
    url: str
    count: int
    current: bool


def tab_links(page: IncidentPage, current: Tab) -> list[TabLink]:
    """Return the tabs with their counts; on the whole page all of them are shown."""
    reading = page.reading
    number, related = reading.number, reading.related
    records = timeline(bureau_id=reading.incident.bureau_id, topic=reading.incident.audit_topic)
    reports = sum(len(notice.reports.all()) for notice in page.notices)
    counts = {
        Tab.POSTS: reading.posts.groups_and_posts[1],
        Tab.HANDLING: reports
        + related.count(
            "dockets",
            "references",
            "promises",
            "teams",
            "instructions",
            "supervisions",
            "activations",
            "assessments",
        ),
        Tab.REVIEW: related.count("consultations", "proposals", "requests"),
        Tab.ANSWERS: related.count(
            "answers", "guidance", "outside", "press", "enquiries", "explained", "shares"
        ),
        Tab.HISTORY: records.count(),
    }
    return [
        TabLink(
            label=str(label),
            url=f"{incident_url(number)}?tab={tab}#tab",
            count=counts[tab],
            current=tab == current,
        )
        for tab, label in TAB_LABELS.items()
    ]


def posts_tab(page: IncidentPage) -> dict[str, object]:
    """Return the posts; what they say and how far they spread with ``?detail=1``."""
    reading = page.reading
    found: dict[str, object] = {
        "posts": posts_of(page.request, reading),
        "detail_url": f"{incident_url(reading.number)}?detail=1#content",
    }
    if "detail" in page.request.GET:
        found |= post_details(page)
    return found


def post_details(page: IncidentPage) -> dict[str, object]:
    """Return sentences, statements to verify, kinds, platforms and media."""
    reading = page.reading
    ask_url = ask_to_verify(reading.incident, reading.officer)
    return {
        "detail": True,
        **content_panels(reading.posts, reading.officer, ask_url=ask_url),
    }


def handling_tab(page: IncidentPage) -> dict[str, object]:
    """Return what the units found and did."""
    reading = page.reading
    return {
        "notice_chains": chain_rows(page.notices, reading.now),
        "checks_made": [
            report_row(row, reading.officer)
            for row in reading.family_rows("notices", reports_of)
        ],
        "instructions": instruction_panel(reading),
        "supervisions": supervision_panel(reading, page.notices),
        "teams": team_panel(reading),
        "offline": offline_panel(reading),
        "dockets": docket_panel(reading),
        "prevention": prevention_panel(reading),
    }


def review_tab(page: IncidentPage) -> dict[str, object]:
    """Return how it was consulted and approved."""
    reading = page.reading
    return {"procedure": procedure_panel(reading), "superiors": superior_rows(reading)}


def answers_tab(page: IncidentPage) -> dict[str, object]:
    """Return what units, agencies, media and the public were given."""
    reading = page.reading
    return {
        "guidance": guidance_panel(reading, page.notices),
        "shares": share_panel(reading),
        "press": press_panel(reading),
        "answers": answers_of_incident(reading),
        "answer_acts": answer_acts(reading.incident, reading.officer),
        "effect": effect_panel(reading),
    }


def history_tab(page: IncidentPage) -> dict[str, object]:
    """Return the path, every deadline, and the record."""
    return {
        "clocks": clock_rows(page.clocks, page.reading.now),
        "timeline": timeline_of(page.request, page.reading.incident),
    }


def whole_page(page: IncidentPage) -> dict[str, object]:
    """Return every tab: to print, or to read from the top to the end."""
    found = post_details(page)
    for tab in TAB_LABELS:
        found |= TAB_PANELS[tab](page)
    return found


TAB_PANELS = {
    Tab.POSTS: posts_tab,
    Tab.HANDLING: handling_tab,
    Tab.REVIEW: review_tab,
    Tab.ANSWERS: answers_tab,
    Tab.HISTORY: history_tab,
    Tab.ALL: whole_page,
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
        url=incident_url(reading.number),
        voices=voices_line(reading.posts.voices),
        limit=POSTS,
        first=FIRST_POSTS,
        moves=reading.may(Capability.ARRANGE) and reading.incident.stage not in SET_ASIDE,
    )
    mark_findings(panel.groups, reading)
    return panel
