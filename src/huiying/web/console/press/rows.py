"""Press and media as rows, on their own pages, beside an incident and on the desk.

In:   rows of press, the officer, the moment.    Out:  plain dictionaries for the templates.
Cost: no query; two for an incident; two for the desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import status_columns
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.casework.core.access import sees_all_units
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.responses.press.models import (
    MediaKind,
    MediaRequest,
    MediaState,
    PressConference,
    PressForm,
    PressQuestion,
    PressState,
)
from huiying.work.responses.press.queries import (
    interpretations_of_incident,
    media_requests_of,
    media_requests_of_incident,
    owed_questions,
    press_of_incident,
)

SOON, MOST, INCIDENTS = timedelta(days=2), 20, 100


def press_row(row: PressConference) -> dict[str, Any]:
    """Return a conference as one line."""
    return {
        "number": row.number,
        "url": reverse("console:press-conference", args=[row.number]),
        "form": PressForm(row.form).label,
        "title": row.title,
        "planned_at": row.planned_at,
        "held_at": row.held_at,
        "place": row.place,
        "state": row.state,
        "state_word": PressState(row.state).label,
        "incident": row.incident.number,
        "incident_title": row.incident.title,
        "incident_url": reverse("console:incident", args=[row.incident.number]),
    }


def question_row(row: PressQuestion, officer: Officer, now: datetime) -> dict[str, Any]:
    """Return one question: answered, or owed by whom until when."""
    owed = not row.answer
    url = reverse("console:press-later", args=[row.conference.number, row.pk])
    return {
        "medium": row.medium,
        "question": row.question,
        "answer": row.answer,
        "by": row.answered_by,
        "promise": row.commitment.text if row.commitment else "",
        "promise_number": row.commitment.number if row.commitment else "",
        "promise_kept": row.commitment is not None and row.commitment.kept_at is not None,
        "promise_clock": clock_facts(row.commitment.clock, now) if row.commitment else None,
        "clock": clock_facts(row.clock, now) if row.clock else None,
        "owner": row.owner.name if row.owner else "",
        "due": row.due,
        "late": owed and row.due is not None and row.due < now.astimezone(LOCAL).date(),
        "later_at": row.later_at,
        "acts": [act_button(_("补答…"), url, "ask")]
        if owed and may(officer, Capability.OUTREACH)
        else [],
    }


def media_row(row: MediaRequest, now: datetime) -> dict[str, Any]:
    """Return what a medium asked as one line."""
    return {
        "number": row.number,
        "url": reverse("console:enquiry", args=[row.number]),
        "kind": MediaKind(row.kind).label,
        "medium": row.medium,
        "question": row.question,
        "received_at": row.received_at,
        "state": row.state,
        "state_word": MediaState(row.state).label,
        "clock": clock_facts(row.clock, now),
        "incident": row.incident.number if row.incident else "",
        "incident_url": reverse("console:incident", args=[row.incident.number])
        if row.incident
        else "",
    }


def incident_choices(officer: Officer) -> list[tuple[str, str]]:
    """Return the newest incidents in sight, for a form."""
    rows = incidents_in_sight(officer).exclude(stage__in=SET_ASIDE).order_by("-opened_at")
    return [(row.number, f"{row.number} {row.title}") for row in rows[:INCIDENTS]]


def press_panel(reading: IncidentReading) -> dict[str, Any]:
    """Return what the press was told of an incident, and the acts that begin it."""
    if not sees_all_units(reading.officer):
        return {"press_shown": False, "press": [], "enquiries": [], "explained": []}
    acts = []
    if reading.may(Capability.OUTREACH) and not reading.is_settled:
        url = reverse("console:press-apply", args=[reading.number])
        acts.append(act_button(_("申请发布会…"), url, "ask"))
    found: dict[str, Any] = {
        "press": [press_row(row) for row in reading.rows("press", press_of_incident)],
        "enquiries": [
            media_row(row, reading.now)
            for row in reading.rows("enquiries", media_requests_of_incident)
        ],
        "explained": [
            {"topic": row.topic, "by": row.expert.name, "at": row.at, "outlet": row.outlet}
            for row in reading.rows("explained", interpretations_of_incident)
        ],
        "press_acts": acts,
    }
    shown = any(found.values())
    return {**found, "press_shown": shown}


def press_waiting(officer: Officer, now: datetime) -> list[dict[str, Any]]:
    """Return open enquiries and owed answers; [] = not his to do."""
    if not may(officer, Capability.OUTREACH):
        return []
    bureau, rows = officer.bureau_id, list[dict[str, Any]]()
    asked = media_requests_of(bureau).filter(state=MediaState.OPEN)
    asked = asked.select_related(None).select_related("clock")
    for row in asked.only("kind", "number", "medium", "question", *status_columns("clock"))[
        :MOST
    ]:
        rows.append(
            {
                "clock": clock_facts(row.clock, now),
                "kind": f"{MediaKind(row.kind).label} {row.number}",
                "text": f"{row.medium}：{row.question[:80]}",
                "url": reverse("console:enquiry", args=[row.number]),
                "label": _("去答复"),
            }
        )
    until = (now + SOON).astimezone(LOCAL).date()
    for owed in owed_questions(bureau, until)[:MOST]:
        rows.append(
            {
                "clock": clock_facts(owed.clock, now),
                "kind": _("发布会补答 %(number)s") % {"number": owed.conference.number},
                "text": f"{owed.owner.name if owed.owner else ''}：{owed.question[:80]}",
                "url": reverse("console:press-conference", args=[owed.conference.number]),
                "label": _("去补答"),
            }
        )
    return rows
