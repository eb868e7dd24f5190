"""The panels of the incident page: head, four fields, grading, clocks, acts.

In:   rows from queries, the officer, the moment.    Out:  rows and panels of the templates.
Cost: no query, but one for the first candidate's proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.procedure.stages import SETTLED, Stage
from huiying.web.console.assessment.casualties import CasualtyPanel, severity_note
from huiying.web.console.incidents.levels import LevelField, level_field
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import StateLink, counted_states
from huiying.web.console.shared.grade_cards import LABELS, GradeCardRow, grade_card_rows
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.severity import severity_word
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeDecision
from huiying.work.incidents.grading.queries import outside_levels_of
from huiying.work.incidents.incidents.queries import stage_counts


@dataclass(frozen=True, slots=True)
class IncidentHead:
    """Title, number and unit of an incident."""

    title: str
    number: str
    unit: str
    stage_word: str
    is_topic: bool
    url: str
    discovered_at: datetime


def head_of(incident: Incident) -> IncidentHead:
    """Return title, number and unit."""
    return IncidentHead(
        title=incident.title,
        number=incident.number,
        unit=incident.lead_unit.name if incident.lead_unit else "",
        stage_word=_(Stage(incident.stage).label),
        is_topic=incident.is_topic,
        url=reverse("console:incident", args=[incident.number]),
        discovered_at=incident.discovered_at,
    )


@dataclass(frozen=True, slots=True)
class IncidentLink:
    """An incident as a link."""

    number: str
    title: str
    url: str


def link_to(incident: Incident) -> IncidentLink:
    """Return an incident as a link."""
    return IncidentLink(
        number=incident.number,
        title=incident.title,
        url=reverse("console:incident", args=[incident.number]),
    )


def stage_links(rows: QuerySet[Incident], current: str) -> list[StateLink]:
    """Return the stages as filters with their counts; the first one shows all."""
    choices = [(str(stage), _(stage.label)) for stage in Stage]
    return counted_states(choices, stage_counts(rows), current)


@dataclass(frozen=True, slots=True)
class IncidentFields:
    """The four fields that must never look alike (``console/incidents/_levels.html``)."""

    grade: int
    grade_note: str
    severity: str  # "" = no emergency event
    severity_note: str
    warning: LevelField
    response: LevelField


def fields_of(
    reading: IncidentReading, decisions: list[GradeDecision], casualties: CasualtyPanel | None
) -> IncidentFields:
    """Return the four fields of an incident."""
    incident = reading.incident
    last = decisions[-1] if decisions else None
    note = (
        _("%(who)s确认 · 第 %(count)s 次定级") % {"who": last.by.name, "count": len(decisions)}
        if last
        else ""
    )
    if not incident.negative:
        note += _(" · 记为非负面：%(reason)s") % {"reason": incident.not_negative_reason}
    levels = reading.rows("levels", outside_levels_of)
    return IncidentFields(
        grade=incident.grade,
        grade_note=note,
        severity=severity_word(incident.severity) if incident.severity else "",
        severity_note=severity_note(incident, casualties),
        warning=level_field(levels, OutsideLadder.WARNING),
        response=level_field(levels, OutsideLadder.RESPONSE),
    )


@dataclass(frozen=True, slots=True)
class GradingPanel:
    """The machine's proposal and the officer's decision.

    Attributes:
        proposed_grade, proposed_why: As they stood at the decision; before one, as they stand.
        newer_grade, newer_why: As they stand now, where posts since have changed a card.
    """

    rule: str
    proposed_grade: int | None
    proposed_why: str
    newer_grade: int | None
    newer_why: str
    decided: bool
    decided_line: str
    grade: int  # by which it is handled
    treated: bool  # … which is graver than the one that was signed
    former: int | None
    reason: str


def grading_of(incident: Incident, decisions: list[GradeDecision]) -> GradingPanel:
    """Return proposal and decision: a machine's word and a person's word."""
    last = decisions[-1] if decisions else None
    row = incident.candidates.order_by("-proposed_grade", "pk").first()
    found = row.proposal if row else {}
    why = in_language((found.get("reasons") or [{}])[0])
    moved = last is not None and _scores(last.cards) != _scores(found.get("cards", []))
    return GradingPanel(
        rule=_("规则第 %(version)s 版") % {"version": last.rule_version} if last else "",
        proposed_grade=last.proposed_grade
        if last and moved
        else row.proposed_grade
        if row
        else None,
        proposed_why=_score_words(last.cards) if last and moved else why,
        newer_grade=row.proposed_grade if row and moved else None,
        newer_why=why if moved else "",
        decided=last is not None,
        decided_line=_decided_line(last) if last else "",
        grade=incident.grade_in_force,
        treated=incident.grade_in_force > incident.grade,
        former=decisions[-2].grade
        if len(decisions) > 1 and decisions[-2].grade != incident.grade
        else None,
        reason=last.reason if last else "",
    )


def _decided_line(last: GradeDecision) -> str:
    words = _("%(who)s、%(second)s %(at)s 签署") if last.second else _("%(who)s %(at)s 确认")
    return words % {
        "second": last.second.name if last.second else "",
        "who": last.by.name,
        "at": timezone.localtime(last.at).strftime("%m-%d %H:%M"),
    }


def _scores(cards: list[dict[str, Any]]) -> dict[str, int | None]:
    return {card["dimension"]: card["score"] for card in cards}


def _score_words(cards: list[dict[str, Any]]) -> str:
    """Say what the three cards came to."""
    words = [
        _("%(card)s 未知") % {"card": LABELS[name]}
        if score is None
        else _("%(card)s %(score)s 分") % {"card": LABELS[name], "score": score}
        for name, score in _scores(cards).items()
    ]
    return _("、").join(words)


def decision_cards(decisions: list[GradeDecision]) -> list[GradeCardRow]:
    """Return the three cards as they stood at the last decision."""
    return grade_card_rows(decisions[-1].cards, {}) if decisions else []


def notice_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the act of telling a unit."""
    if incident.stage in SETTLED or not may(officer, Capability.NOTIFY):
        return []
    return [
        act_button(_("通报单位…"), "console:notify", incident.number)
    ]  # filled on the path, while it is the next step


def ask_to_verify(incident: Incident, officer: Officer) -> str:
    """Return where a unit is asked to verify a sentence; "" when that cannot be done."""
    if incident.stage in SETTLED or not may(officer, Capability.VERIFY):
        return ""
    return reverse("console:docket-ask", args=[incident.number])


def answer_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the act of starting an answer."""
    early = incident.stage == Stage.OPEN and not incident.is_topic
    if early or incident.stage in SETTLED or not may(officer, Capability.DRAFT):
        return []
    return [act_button(_("起草回应"), "console:draft-start", incident.number, method="get")]
