"""The closing conditions on the incident page: state, reason, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import (
    NOT_WAIVABLE,
    ClosingRecord,
    Condition,
    ConditionState,
    ConditionStatus,
    UnmetReason,
)
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SET_ASIDE, Move, Stage, moves_open
from huiying.web.console.releases.effect import gate_words
from huiying.web.console.reviews.reviews import review_acts
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.time_words import sentences
from huiying.work.closing.archive.queries import filing_of
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.closing.gate.queries import Gate, closings_of
from huiying.work.closing.reviews.queries import review_of
from huiying.work.closing.waivers.queries import waivers_of
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.effect.comparison import effect_summary

Picture = Literal["check", "half", "circle", "help"]

PICTURES: dict[ConditionState, Picture] = {
    ConditionState.MET: "check",
    ConditionState.WAIVED: "half",
    ConditionState.MISSING: "circle",
    ConditionState.UNKNOWN: "help",
}
WHERE: dict[UnmetReason, str] = {
    UnmetReason.RISE_WAITS: "rise",
    UnmetReason.SUPERVISION_OPEN: "supervision",
    UnmetReason.NOT_TOLD: "notices",
    UnmetReason.NOTICE_RUNS: "notices",
    UnmetReason.NOT_REPORTED: "notices",
    UnmetReason.NO_MATERIAL: "checks",
    UnmetReason.NOT_VERIFIED: "dockets",
    UnmetReason.TASKS_OPEN: "procedure",
    UnmetReason.PROMISES_BROKEN: "answers",
    UnmetReason.NOT_ANSWERED: "answers",
    UnmetReason.ANSWER_RUNS: "answers",
    UnmetReason.PETITIONS_OPEN: "checks",
    UnmetReason.REFERENCES_OPEN: "checks",
    UnmetReason.STILL_TALKED_OF: "h-trend",
    UnmetReason.USUAL_UNKNOWN: "h-trend",
    UnmetReason.SOURCES_UNREAD: "h-trend",
}
"""Where on the page of the incident each lack is seen or made good."""


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of the gate: its state, why, and where it is made good."""

    label: str
    state: str
    picture: Picture
    state_word: str
    note: str
    url: str
    url_label: str
    acts: Sequence[ActButton] = ()


@dataclass(frozen=True, slots=True)
class ClosingPanel:
    """The gate of an incident, or how it stood when it was closed.

    Attributes:
        short: An ordinary matter, of which less is asked.
        line: What is to be known of a closed one.
    """

    rows: list[ConditionRow]
    met: int
    total: int
    short: bool
    acts: list[ActButton]
    past: list[PastClosing]
    effect: str
    line: str


def closing_panel(reading: IncidentReading) -> ClosingPanel | None:
    """Return the gate of an incident, or how it stood when it was closed."""
    incident, officer = reading.incident, reading.officer
    stage = Stage(incident.stage)
    if stage in SET_ASIDE:
        return None
    past = reading.rows("closings", closings_of)
    if stage == Stage.CLOSED and past:
        return _closed(incident, past, officer)
    gate = reading.gate
    waivers = reading.rows("waivers", waivers_of)
    asked = [row for row in waivers if row.signoff.decision == Decision.PENDING]
    pending = {Condition(row.condition): row for row in asked}
    ready = Move.CLOSE in moves_open(stage)
    rows = [_row(row, gate, pending, incident, officer, ready=ready) for row in gate.rows]
    close = act_button(_("办结…"), "console:incident-close", incident.number, main=True)
    lacking = sum(row.state in ("MISSING", "UNKNOWN") for row in rows)
    locked = _("还差 %(count)s 项") % {"count": lacking} if lacking else ""
    shows = ready and may(officer, Capability.CLOSE)
    return ClosingPanel(
        rows=rows,
        met=len(rows) - lacking,
        total=len(rows),
        short=gate.record.grade == Grade.ORDINARY,
        acts=[
            *([replace(close, locked=locked)] if shows else []),
            *_breach_acts(incident, officer),
        ],
        past=[_past(row) for row in past],
        effect=gate_words(effect_summary(reading.effect)) if reading.effect else "",
        line="",
    )


def _breach_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the act that records what only a person can say (瞒报、谎报)."""
    if not may(officer, Capability.JUDGE):
        return []
    return [act_button(_("登记瞒报或谎报…"), "console:breach-record", incident.number)]


def _closed(incident: Incident, past: list[Closing], officer: Officer) -> ClosingPanel:
    """Return the gate as it stood: what was fulfilled then stays written."""
    last = past[-1]
    rows = [
        ConditionRow(
            label=_(Condition(result["condition"]).label),
            state=result["state"],
            picture=PICTURES[ConditionState(result["state"])],
            state_word=_STATES()[ConditionState(result["state"])],
            note=result["waiver"],
            url=reverse("console:waiver", args=[result["waiver"]]) if result["waiver"] else "",
            url_label=_("查看豁免"),
        )
        for result in last.gate
    ]
    return ClosingPanel(
        rows=rows,
        met=len(rows),
        total=len(rows),
        short=False,
        acts=[
            *_archive_acts(incident, officer),
            *(
                [act_button(_("重新办理…"), "console:incident-reopen", incident.number)]
                if may(officer, Capability.TRIAGE)
                else []
            ),
            *review_acts(officer, incident.number, review_of(incident)),
            *_breach_acts(incident, officer),
        ],
        past=[_past(row) for row in past],
        effect=gate_words(last.effect),
        line=_("已办结。下面是办结时的情况，不再变动。"),
    )


def _archive_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the way to the filing of a closed matter, or the act that files it."""
    filing = filing_of(incident)
    if filing is not None:
        label = _("档案 %(number)s") % {"number": filing.number}
        return [act_button(label, "console:filing", filing.number, method="get")]
    if not may(officer, Capability.ARCHIVE):
        return []
    return [act_button(_("归档…"), "console:archive-file", incident.number)]


@dataclass(frozen=True, slots=True)
class PastClosing:
    """One closing of before, with why it was opened again."""

    closed_at: datetime
    closed_by: str
    reopened_at: datetime | None
    reopened_by: str
    reason: str


def _past(row: Closing) -> PastClosing:
    """Return one closing of before, with why it was opened again."""
    return PastClosing(
        closed_at=row.closed_at,
        closed_by=row.closed_by.name,
        reopened_at=row.reopened_at,
        reopened_by=row.reopened_by.name if row.reopened_by else "",
        reason=row.reopen_reason,
    )


def _STATES() -> dict[ConditionState, str]:  # noqa: N802 - a table in the language of the page
    return {
        ConditionState.MET: _("已满足"),
        ConditionState.WAIVED: _("已豁免"),
        ConditionState.MISSING: _("未满足"),
        ConditionState.UNKNOWN: _("未知"),
    }


def _row(
    row: ConditionStatus,
    gate: Gate,
    pending: dict[Condition, Waiver],
    incident: Incident,
    officer: Officer,
    *,
    ready: bool,
) -> ConditionRow:
    waits = pending.get(row.condition)
    waived = gate.waivers.get(row.condition) if row.state == ConditionState.WAIVED else None
    found = ConditionRow(
        label=_(row.condition.label),
        state=row.state,
        picture=PICTURES[row.state],
        state_word=_STATES()[row.state],
        note=_note(row, gate.record),
        url=part_url(incident.number, WHERE[row.lack]) if row.lack else "",
        url_label=_("查看"),
    )
    if waived is not None:
        who = waived.signoff.decided_by
        words = {"who": who.name if who else "", "reason": waived.reason}
        return replace(
            found,
            note=_("%(who)s豁免：%(reason)s") % words,
            url=reverse("console:waiver", args=[waived.number]),
            url_label=_("查看豁免"),
        )
    if waits is not None and row.lack is not None:
        url = reverse("console:waiver", args=[waits.number])
        return replace(found, url=url, url_label=_("豁免待签"))
    if ready and row.lack not in (None, *NOT_WAIVABLE) and may(officer, Capability.CLOSE):
        url = reverse("console:waiver-ask", args=[incident.number, str(row.condition)])
        return replace(found, acts=[act_button(_("请求豁免…"), url)])
    return found


def _note(row: ConditionStatus, facts: ClosingRecord) -> str:
    """Say why a condition does not hold, or by what it does."""
    if row.condition == Condition.CALM and facts.mentions.usual is not None:
        count = _("近 %(days)s 天 %(posts)s 条，%(calm)s 条以内算平息。") % {
            "days": facts.mentions.days,
            "posts": facts.mentions.posts,
            "calm": int(facts.mentions.calm_at),
        }
        return sentences(_(row.lack.label), count) if row.lack else count
    if row.lack is not None:
        return _(row.lack.label)
    return {
        Condition.SOLVED: _("单位已反馈处置情况和材料。"),
        Condition.ANSWERED: _("回应已公开。"),
        Condition.PETITIONERS: _("无待答复来件。"),
        Condition.CALM: "",
    }[row.condition]
