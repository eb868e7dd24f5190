"""The panels of the incident page: head, four fields, grading, clocks, acts.

In:   rows from queries, the officer, the moment.    Out:  rows and panels of the templates.
Cost: no query, but one for the first candidate's proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import BoardRow
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.procedure.stages import SET_ASIDE, SETTLED, Move, Stage, moves_open
from huiying.web.console.assessment.casualties import CasualtyPanel, severity_note
from huiying.web.console.incidents.levels import LevelField, level_field
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import StateLink, counted_states
from huiying.web.console.shared.grade_cards import GradeCardRow, grade_card_rows
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.console.shared.severity import severity_word
from huiying.web.shared.clock_rows import (
    ledger_parts,
    row_facts,
    rule_words,
    used_words,
)
from huiying.web.shared.drawing import ActButton, ClockFacts, LedgerPart
from huiying.web.shared.reasons import in_language
from huiying.web.shared.time_words import moment_text
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


def head_of(incident: Incident) -> IncidentHead:
    """Return title, number and unit."""
    return IncidentHead(
        title=incident.title,
        number=incident.number,
        unit=incident.lead_unit.name if incident.lead_unit else "",
        stage_word=_(Stage(incident.stage).label),
        is_topic=incident.is_topic,
        url=reverse("console:incident", args=[incident.number]),
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
    """The four fields that must never look alike (``components/_fields.html``)."""

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
    """The machine's proposal and the officer's decision."""

    rule: str
    proposed_grade: int | None
    proposed_why: str
    decided: bool
    decided_line: str
    grade: int
    former: int | None
    reason: str
    acts: list[ActButton]


def grading_of(
    incident: Incident, decisions: list[GradeDecision], officer: Officer
) -> GradingPanel:
    """Return proposal and decision: a machine's word and a person's word."""
    last = decisions[-1] if decisions else None
    open_acts = []
    if may(officer, Capability.GRADE) and incident.stage not in SETTLED:
        open_acts.append(act_button(_("升级或降级…"), "console:regrade", incident.number))
    proposal = incident.candidates.order_by("-proposed_grade", "pk").first()
    return GradingPanel(
        rule=_("规则第 %(version)s 版") % {"version": last.rule_version} if last else "",
        proposed_grade=proposal.proposed_grade if proposal else None,
        proposed_why=in_language((proposal.proposal.get("reasons") or [{}])[0])
        if proposal
        else "",
        decided=last is not None,
        decided_line=(
            _("%(who)s、%(second)s %(at)s 签署") if last.second else _("%(who)s %(at)s 确认")
        )
        % {
            "second": last.second.name if last.second else "",
            "who": last.by.name,
            "at": timezone.localtime(last.at).strftime("%m-%d %H:%M"),
        }
        if last
        else "",
        grade=incident.grade,
        former=decisions[-2].grade
        if len(decisions) > 1 and decisions[-2].grade != incident.grade
        else None,
        reason=last.reason if last else "",
        acts=open_acts,
    )


def decision_cards(decisions: list[GradeDecision]) -> list[GradeCardRow]:
    """Return the three cards as they stood at the last decision."""
    return grade_card_rows(decisions[-1].cards, {}) if decisions else []


def head_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return what may be done with the whole incident."""
    if incident.stage in SET_ASIDE:
        return []
    number = incident.number
    acts = []
    if not officer.only_reads:
        acts.append(act_button(_("回避…"), "console:incident-recuse", number))
    if not may(officer, Capability.ARRANGE):
        return acts
    merge = act_button(_("并案…"), "console:incident-merge", number)
    return [
        *([merge] if Move.MERGE in moves_open(Stage(incident.stage)) else []),
        act_button(_("拆分…"), "console:incident-split", number),
        act_button(_("移动帖文…"), "console:incident-move", number),
        act_button(_("登记预警、响应级别…"), "console:outside-level", number),
        *acts,
    ]


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


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line that explains a clock."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of an incident with its own explanation."""

    id: int
    url: str
    label: str
    facts: ClockFacts
    parts: list[LedgerPart]
    lines: list[ClockLine]
    ended: bool
    folded: bool  # ended in time


def clock_rows(rows: Iterable[BoardRow], now: datetime) -> list[ClockRow]:
    """Return clocks: those that run, those that were late, then the rest, which is folded."""
    found = [clock_row(row, now) for row in rows]
    return sorted(found, key=lambda row: (row.folded, row.ended))


def clock_row(row: BoardRow, now: datetime) -> ClockRow:
    """Return one clock with its own explanation: start, end, basis, who held it."""
    lines = [
        ClockLine(_("起"), moment_text(row.starts_at, now)),
        ClockLine(_("止"), moment_text(row.due_at, now)),
        ClockLine(_("依据"), f"{translate_rule(row.basis)} · {row.standing_words}"),
        ClockLine(_("用时"), used_words(row) or _("还没有用时")),
    ]
    if row.stopped_at is not None:
        text = f"{moment_text(row.stopped_at, now)} {in_language(row.stop_reason)}".strip()
        lines.insert(2, ClockLine(_("停"), text))
    ended = row.stopped_at is not None
    return ClockRow(
        id=row.clock_id,
        url=reverse("console:clock", args=[row.clock_id]),
        label=rule_words(row.name, row.amount),
        facts=row_facts(row),
        parts=ledger_parts(row),
        lines=lines,
        ended=ended,
        folded=ended and row.breached_at is None,
    )
