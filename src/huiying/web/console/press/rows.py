"""Press and media as rows, on their own pages, beside an incident and on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import status_columns
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
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

SOON, INCIDENTS = timedelta(days=2), 100


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """A press conference as one line."""

    number: str
    url: str
    form: str
    title: str
    planned_at: datetime
    held_at: datetime | None
    place: str
    state: str
    state_word: str
    incident: str
    incident_title: str
    incident_url: str


def press_row(row: PressConference) -> ConferenceRow:
    """Return a conference as one line."""
    return ConferenceRow(
        number=row.number,
        url=reverse("console:press-conference", args=[row.number]),
        form=str(PressForm(row.form).label),
        title=row.title,
        planned_at=row.planned_at,
        held_at=row.held_at,
        place=row.place,
        state=row.state,
        state_word=str(PressState(row.state).label),
        incident=row.incident.number,
        incident_title=row.incident.title,
        incident_url=reverse("console:incident", args=[row.incident.number]),
    )


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question: answered, or owed by whom until when."""

    medium: str
    question: str
    answer: str
    by: str
    promise: str
    promise_number: str
    promise_fulfilled: bool
    promise_clock: ClockFacts | None
    clock: ClockFacts | None
    owner: str
    due: date | None
    late: bool
    later_at: datetime | None
    acts: list[ActButton]


def question_row(row: PressQuestion, officer: Officer, now: datetime) -> QuestionRow:
    """Return one question: answered, or owed by whom until when."""
    owed = not row.answer
    return QuestionRow(
        medium=row.medium,
        question=row.question,
        answer=row.answer,
        by=row.answered_by,
        promise=row.commitment.text if row.commitment else "",
        promise_number=row.commitment.number if row.commitment else "",
        promise_fulfilled=row.commitment is not None
        and row.commitment.fulfilled_at is not None,
        promise_clock=clock_facts(row.commitment.clock, now) if row.commitment else None,
        clock=clock_facts(row.clock, now) if row.clock else None,
        owner=row.owner.name if row.owner else "",
        due=row.due,
        late=owed and row.due is not None and row.due < now.astimezone(LOCAL).date(),
        later_at=row.later_at,
        acts=[act_button(_("补答…"), "console:press-later", row.conference.number, row.pk)]
        if owed and may(officer, Capability.OUTREACH)
        else [],
    )


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """What a medium asked, as one line."""

    number: str
    url: str
    kind: str
    medium: str
    question: str
    received_at: datetime
    state: str
    state_word: str
    clock: ClockFacts
    incident: str
    incident_url: str


def media_row(row: MediaRequest, now: datetime) -> EnquiryRow:
    """Return what a medium asked as one line."""
    return EnquiryRow(
        number=row.number,
        url=reverse("console:enquiry", args=[row.number]),
        kind=str(MediaKind(row.kind).label),
        medium=row.medium,
        question=row.question,
        received_at=row.received_at,
        state=row.state,
        state_word=str(MediaState(row.state).label),
        clock=clock_facts(row.clock, now),
        incident=row.incident.number if row.incident else "",
        incident_url=reverse("console:incident", args=[row.incident.number])
        if row.incident
        else "",
    )


def incident_choices(officer: Officer) -> list[tuple[str, str]]:
    """Return the newest incidents in sight, for a form."""
    rows = incidents_in_sight(officer).exclude(stage__in=SET_ASIDE).order_by("-opened_at")
    return [(row.number, f"{row.number} {row.title}") for row in rows[:INCIDENTS]]


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """What an expert explained in public."""

    topic: str
    by: str
    at: datetime
    outlet: str


@dataclass(frozen=True, slots=True)
class PressPanel:
    """What the press was told of an incident."""

    conferences: list[ConferenceRow]
    enquiries: list[EnquiryRow]
    explanations: list[ExplanationRow]
    acts: list[ActButton]


def press_panel(reading: IncidentReading) -> PressPanel | None:
    """Return what the press was told of an incident; None where nothing is to be shown."""
    if not sees_all_units(reading.officer):
        return None
    acts = press_acts(reading)
    panel = PressPanel(
        [press_row(row) for row in reading.rows("press", press_of_incident)],
        [
            media_row(row, reading.now)
            for row in reading.rows("enquiries", media_requests_of_incident)
        ],
        [
            ExplanationRow(row.topic, row.expert.name, row.at, row.outlet)
            for row in reading.rows("explained", interpretations_of_incident)
        ],
        acts,
    )
    shown = panel.conferences or panel.enquiries or panel.explanations or acts
    return panel if shown else None


def press_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the act of applying for a press conference."""
    if not reading.may(Capability.OUTREACH) or reading.is_settled:
        return []
    return [act_button(_("申请发布会…"), "console:press-apply", reading.number)]


def press_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return open enquiries and owed answers; [] = not his to do."""
    if not may(officer, Capability.OUTREACH):
        return []
    bureau = officer.bureau_id
    enquiries = media_requests_of(bureau).filter(state=MediaState.OPEN)
    enquiries = enquiries.select_related(None).select_related("clock")
    shown = ("kind", "number", "medium", "question", *status_columns("clock"))
    until = (now + SOON).astimezone(LOCAL).date()
    return [
        WaitingList(enquiries.only(*shown), lambda row: _enquiry_line(row, now)),
        WaitingList(owed_questions(bureau, until), lambda owed: _owed_line(owed, now)),
    ]


def _enquiry_line(row: MediaRequest, now: datetime) -> WaitingRow:
    return WaitingRow(
        clock=clock_facts(row.clock, now),
        clock_id=row.clock_id,
        kind=f"{MediaKind(row.kind).label} {row.number}",
        text=f"{row.medium}：{row.question[:80]}",
        url=reverse("console:enquiry", args=[row.number]),
        label=_("去答复"),
    )


def _owed_line(owed: PressQuestion, now: datetime) -> WaitingRow:
    return WaitingRow(
        clock=clock_facts(owed.clock, now),
        clock_id=owed.clock_id,
        kind=_("发布会补答 %(number)s") % {"number": owed.conference.number},
        text=f"{owed.owner.name if owed.owner else ''}：{owed.question[:80]}",
        url=reverse("console:press-conference", args=[owed.conference.number]),
        label=_("补充答复"),
    )
