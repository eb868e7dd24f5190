"""Contingency plans as lines and panels.

In:   rows of the database, the officer.    Out:  what the templates draw.
Cost: no query beyond what is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.drawing import ActButton
from huiying.work.prevention.decisions.models import DecisionIncident
from huiying.work.prevention.decisions.prepared_answers import (
    PreparedAnswer,
    answers_of_decision,
    answers_of_plan,
    standing_points,
)
from huiying.work.prevention.decisions.queries import decisions_of_incident
from huiying.work.prevention.plans.activation import PlannedMeasure, Preview, Way
from huiying.work.prevention.plans.content import is_complete, is_overdue, plan_content
from huiying.work.prevention.plans.models import Plan, PlanActivation, PlanItem, PlanState
from huiying.work.prevention.plans.queries import activations_of, plans_to_review

S = PlanState
STATE_TAGS = {S.APPROVED: "ok", S.WAITING: "acc"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as one line.

    Attributes:
        state_level: ok, acc or "".
        in_force: Whether a version is approved.
        overdue: Its day of review is over.
        over: Its leading or speaking unit is out of use.
    """

    number: str
    url: str
    title: str
    grade: int
    lead_unit: str
    speaking_unit: str
    state_word: str
    state_level: str
    in_force: bool
    review_on: date
    overdue: bool
    over: bool
    waits: str


def plan_row(row: Any, officer: Officer, today: date) -> PlanRow:
    """Return a plan as one line; ``row`` carries what ``plans_of`` adds."""
    review_on = row.due or row.review_on
    return PlanRow(
        number=row.number,
        url=cached_url("console:contingency-plan", row.number),
        title=row.title,
        grade=row.grade,
        lead_unit=row.lead_unit.name,
        speaking_unit=row.speaking_unit.name,
        state_word=row.get_state_display(),
        state_level=STATE_TAGS.get(S(row.state), ""),
        in_force=row.in_force is not None,
        review_on=review_on,
        overdue=row.in_force is not None and is_overdue(review_on, today),
        over=not (row.lead_unit.active and row.speaking_unit.active),
        waits=_waits(row, officer),
    )


def _waits(row: Plan, officer: Officer) -> str:
    if row.state == S.WAITING and may(officer, Capability.APPROVE):
        return _("审批") if officer.pk not in row.writers else ""
    if row.state == S.WRITING and may(officer, Capability.CONSULT):
        return _("编制")
    return ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A part of a plan."""

    unit: str
    over: bool
    text: str
    detail: str
    hours: int
    acts: Sequence[ActButton]


def item_row(row: PlanItem, *, open_to_changes: bool) -> ItemRow:
    """Return a part of a plan."""
    drop = reverse("console:contingency-plan-item-drop", args=[row.pk])
    return ItemRow(
        unit=row.unit.name if row.unit else "",
        over=row.unit is not None and not row.unit.active,
        text=row.text,
        detail=row.detail,
        hours=row.hours,
        acts=[act_button(_("删除"), drop, method="post")] if open_to_changes else [],
    )


def plan_acts(row: Plan, officer: Officer) -> list[ActButton]:
    """Return what an officer may do with a plan; the next step is the main one."""
    if not may(officer, Capability.CONSULT):
        return []
    if row.state == S.APPROVED:
        return [_ask(row, _("修订…"), "revise")]
    found = []
    complete = is_complete(plan_content(row))
    if row.state == S.WRITING:
        submit = reverse("console:contingency-plan-submit", args=[row.number])
        found.append(
            act_button(
                _("报领导批准"), submit, method="post", main=complete, version=row.revision
            )
        )
    return [
        *found,
        _ask(row, _("登记处置措施…"), "measure", main=not complete),
        _ask(row, _("登记备答问题…"), "question"),
        _ask(row, _("登记联系方式…"), "contact"),
        _ask(row, _("编辑…"), "edit"),
    ]


def _ask(row: Plan, label: str, name: str, *, main: bool = False) -> ActButton:
    return act_button(label, f"console:contingency-plan-{name}", row.number, main=main)


WAY_WORDS = {
    Way.TASK: lambda: _("交办"),
    Way.NOTICE: lambda: _("通报"),
    Way.LEFT_OUT: lambda: _("不创建"),
}


def preview_facts(shown: Preview) -> list[str]:
    """Say exactly what activating would make, line by line."""
    lines = [_measure_line(one) for one in shown.measures]
    if shown.draft_speaker is not None:
        named = {"unit": shown.draft_speaker.name}
        lines.append(
            _("起草回应：以首次回应口径为草稿，由%(unit)s发声；审核、审定后方可发布。") % named
        )
    elif shown.draft_why:
        lines.append(_("不创建回应草稿：%(why)s") % {"why": shown.draft_why})
    if shown.version is not None:
        content = shown.version.content
        lines.append(
            _("事件页列出备答问题 %(questions)s 个、单位联系方式 %(contacts)s 个。")
            % {
                "questions": len(content["questions"]),
                "contacts": len(content["contacts"]),
            }
        )
    return lines


def _measure_line(one: PlannedMeasure) -> str:
    named = {
        "way": WAY_WORDS[one.way](),
        "unit": one.unit_name,
        "text": one.text,
        "hours": one.hours,
        "why": one.why,
    }
    if one.way == Way.LEFT_OUT:
        return _("不创建（%(why)s）：%(unit)s，%(text)s") % named
    return _("%(way)s%(unit)s：%(text)s，%(hours)s 小时内") % named


@dataclass(frozen=True, slots=True)
class MadeRow:
    """What an activation made of a measure; ``url``: the task or the notice."""

    word: str
    unit: str
    text: str
    number: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A prepared question with its answer; insert_url: "" = the reader does not draft."""

    question: str
    answer: str
    foreseen: bool
    insert_url: str


@dataclass(frozen=True, slots=True)
class ActivatedPlan:
    """A plan that was activated on an incident, with what it holds ready."""

    number: str
    title: str
    url: str
    version: int
    outdated: bool
    made: Sequence[MadeRow]
    draft: str
    draft_url: str
    draft_why: str
    holding_statement: str
    answers: Sequence[AnswerRow]
    contacts: Sequence[Mapping[str, Any]]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LinkedDecision:
    """An assessed decision that an incident is about; ``doubt`` "" = nobody foresaw it."""

    number: str
    title: str
    url: str
    doubt: str
    reason: str
    answers: Sequence[AnswerRow]


@dataclass(frozen=True, slots=True)
class PreventionPanel:
    """What was prepared for an incident: plans that were activated, decisions it is about."""

    plans: Sequence[ActivatedPlan]
    decisions: Sequence[LinkedDecision]


def prevention_panel(reading: IncidentReading) -> PreventionPanel:
    """Return what was prepared, for who sees the matters of every unit."""
    if not (reading.may(Capability.SEE_POSTS) or reading.may(Capability.READ_RECORD)):
        return PreventionPanel([], [])
    return PreventionPanel(
        [
            _activated(row, reading)
            for row in reading.family_rows("activations", activations_of)
        ],
        [
            _linked(row, reading)
            for row in reading.family_rows("assessments", decisions_of_incident)
        ],
    )


def plan_menu_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the way to a plan from the menu of an incident."""
    if reading.is_settled or not reading.may(Capability.CONSULT):
        return []
    return [act_button(_("启动处置预案…"), "console:incident-plan-choose", reading.number)]


def _answers(found: Sequence[PreparedAnswer], reading: IncidentReading) -> list[AnswerRow]:
    drafts = reading.may(Capability.DRAFT) and not reading.is_settled
    name = "console:prepared-answer-insert"
    return [
        AnswerRow(
            one.question,
            one.answer,
            one.foreseen,
            reverse(name, args=[reading.number, one.key]) if drafts else "",
        )
        for one in found
    ]


def _activated(row: PlanActivation, reading: IncidentReading) -> ActivatedPlan:
    content, draft = row.version.content, row.made["draft"]
    key = row.made["draft_key"]
    return ActivatedPlan(
        number=row.plan.number,
        title=content["title"],
        url=cached_url("console:contingency-plan", row.plan.number),
        version=row.version.version,
        outdated=row.outdated,
        made=[_made(one) for one in row.made["measures"]],
        draft=draft,
        draft_url=cached_url("console:draft", key) if key else "",
        draft_why=row.made["draft_why"],
        holding_statement=content["holding_statement"],
        answers=_answers(answers_of_plan(row), reading),
        contacts=content["contacts"],
        at=row.at,
        by=row.by.name,
    )


def _made(one: Mapping[str, Any]) -> MadeRow:
    way, number = Way(one["way"]), one["number"]
    name = "console:task" if way == Way.TASK else "console:notice"
    return MadeRow(
        word=WAY_WORDS[way](),
        unit=one["unit"],
        text=one["text"],
        number=number,
        url=cached_url(name, number) if number else "",
        why=one["why"],
    )


def _linked(row: DecisionIncident, reading: IncidentReading) -> LinkedDecision:
    points = standing_points(row.decision)
    doubt = next((one["doubt"] for one in points if one["place"] == row.place), "")
    return LinkedDecision(
        number=row.decision.number,
        title=row.decision.title,
        url=cached_url("console:decision", row.decision.number),
        doubt=doubt,
        reason=row.reason,
        answers=_answers(answers_of_decision(row, points), reading),
    )


def plans_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the plans that are to be reviewed."""
    return [
        WaitingList(
            plans_to_review(officer, now),
            lambda row: WaitingRow(
                kind=_("处置预案 %(number)s，%(day)s 应复核")
                % {"number": row.number, "day": row.due.isoformat()},
                text=row.title,
                url=cached_url("console:contingency-plan", row.number),
                label=_("复核"),
            ),
        )
    ]
