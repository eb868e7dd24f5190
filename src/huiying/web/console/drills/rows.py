"""Drills as lines and panels.

In:   rows of the database, the officer.    Out:  what the templates draw.
Cost: no query beyond what is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.prevention.drill_score import Part, ScoreRow, Verdict
from huiying.policy.prevention.drill_script import StepKind, from_data
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.shared.drawing import ActButton
from huiying.work.prevention.drills.content import result_rows
from huiying.work.prevention.drills.models import Drill, DrillResult, DrillState
from huiying.work.reports.compliance.clauses import ARTICLES

S = DrillState
STATE_TAGS = {S.RUNNING: "warn", S.ENDED: "ok", S.CANCELLED: "dash"}
VERDICT_TAGS = {
    Verdict.MET: "ok",
    Verdict.LATE: "warn",
    Verdict.MISSED: "bad",
    Verdict.NOT_DUE: "dash",
}
_ARTICLE_OF_CLAUSE = {
    clause.number: article for article in ARTICLES for clause in article.clauses
}
_WORDS_OF_CLAUSE = {
    clause.number: clause.words for article in ARTICLES for clause in article.clauses
}
HOUR, DAY = 60, 1_440


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a result have a verdict."""

    word: str
    level: str
    count: int


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A drill as one line; ``counts`` is empty before it ended."""

    number: str
    url: str
    title: str
    state_word: str
    state_level: str
    units: str
    minutes: int
    planned_at: datetime
    counts: Sequence[Count]


def drill_row(row: Any) -> DrillRow:
    """Return a drill as one line."""
    result = getattr(row, "result", None)
    return DrillRow(
        number=row.number,
        url=cached_url("console:drill", row.number),
        title=row.title,
        state_word=row.get_state_display(),
        state_level=STATE_TAGS.get(S(row.state), ""),
        units=_("、").join(row.script["units"]),
        minutes=row.script["minutes"],
        planned_at=row.planned_at,
        counts=counts_of(result.content["totals"]) if result else [],
    )


def counts_of(totals: Mapping[str, int]) -> list[Count]:
    """Return the counts of a result, in the order of verdicts."""
    return [Count(_(one.label), VERDICT_TAGS[one], totals[one]) for one in Verdict]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the script; ``count``: posts, or minutes of an outage; 0 = not shown."""

    minute: int
    kind: str
    inject: bool
    place: str
    words: str
    count: int
    outage: bool


def step_rows(drill: Drill) -> list[StepRow]:
    """Return the steps of a script."""
    return [
        StepRow(
            minute=step.minute,
            kind=_(step.kind.label),
            inject=step.kind.is_inject,
            place=step.place,
            words=step.words,
            count=step.count if step.count > 1 or step.kind == StepKind.OUTAGE else 0,
            outage=step.kind == StepKind.OUTAGE,
        )
        for step in from_data(drill.script).steps
    ]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a result; ``clause_url`` "" = the reader may not open that page."""

    what: str
    matter: str
    holder: str
    clause: str
    clause_words: str
    clause_url: str
    allowed: str
    used: str
    verdict: str
    level: str


@dataclass(frozen=True, slots=True)
class ResultPart:
    """The rows of a part of a result."""

    code: str
    label: str
    rows: Sequence[ResultRow]


def result_parts(result: DrillResult, officer: Officer) -> list[ResultPart]:
    """Return a result by its parts, without those that have no row."""
    rows, linked = result_rows(result.content), may(officer, Capability.SEE_LEDGER)
    found = [
        ResultPart(
            str(part).lower(),
            _(part.label),
            [_result_row(row, linked=linked) for row in rows if row.part == part],
        )
        for part in Part
    ]
    return [part for part in found if part.rows]


def _result_row(row: ScoreRow, *, linked: bool) -> ResultRow:
    return ResultRow(
        what=_(row.what),
        matter=row.matter,
        holder=row.holder,
        clause=row.clause,
        clause_words=clause_words(row.clause),
        clause_url=clause_url(row.clause) if linked else "",
        allowed=minutes_words(row.allowed),
        used=minutes_words(row.used),
        verdict=_(row.verdict.label),
        level=VERDICT_TAGS[row.verdict],
    )


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter of a drill with its closing conditions: how many of ``all`` hold."""

    label: str
    grade: str
    held: int
    all: int
    lacks: Sequence[str]


def matter_rows(result: DrillResult) -> list[MatterRow]:
    """Return the matters of a result."""
    return [
        MatterRow(
            label=one["label"],
            grade=_(one["grade"]),
            held=one["held"],
            all=one["conditions"],
            lacks=[_(words) for words in one["lacks"]],
        )
        for one in result.content["matters"]
    ]


def clause_words(number: str) -> str:
    """Return what a sub-clause asks for; "" of none."""
    words = _WORDS_OF_CLAUSE.get(number, "")
    return _(words) if words else ""


def clause_url(number: str) -> str:
    """Return where the sub-clause stands on the page of the regulation; "" of none."""
    article = _ARTICLE_OF_CLAUSE.get(number)
    return f"{reverse('console:compliance')}#article-{article.number}" if article else ""


def minutes_words(minutes: int | None) -> str:
    """Return minutes in words; a dash where there are none."""
    if minutes is None:
        return "—"
    if minutes < HOUR:
        return _("%(minutes)s 分钟") % {"minutes": minutes}
    hours, rest = divmod(minutes, HOUR)
    if minutes >= DAY or not rest:
        return _("%(hours)s 小时") % {"hours": round(minutes / HOUR)}
    return _("%(hours)s 小时 %(minutes)s 分") % {"hours": hours, "minutes": rest}


def drill_acts(row: Drill, officer: Officer, *, grave: bool) -> list[ActButton]:
    """Return what an officer may do with a drill.

    Args:
        grave: A grave incident runs now, so that it may not start without a reason.
    """
    if not may(officer, Capability.CONSULT):
        return []
    found = []
    if row.state == S.PLANNED:
        found.append(act_button(_("编辑…"), "console:drill-edit", row.number))
        if grave and row.planned_by_id == officer.pk:
            words = _("说明仍开展的理由…")
            found.append(act_button(words, "console:drill-allow", row.number))
    if row.state in (S.PLANNED, S.RUNNING):
        found.append(act_button(_("取消演练…"), "console:drill-cancel", row.number))
    return found
