"""Files of decisions as lines and panels.

In:   rows of the database, the officer.    Out:  what the templates draw.
Cost: no query beyond what is given, except the panel of what came after the announcement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.prevention.decisions import (
    Conclusion,
    DecisionKind,
    Lack,
    Method,
    comment_days,
    consequence_of,
    may_announce,
)
from huiying.policy.prevention.levels import RiskLevel
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.prevention.decisions.content import level_of_points
from huiying.work.prevention.decisions.models import (
    DecisionFile,
    FileState,
    MethodUse,
    RiskPoint,
    SignedAssessment,
)
from huiying.work.prevention.decisions.queries import incomplete_near

S = FileState
LEVEL_TAGS = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "warn", RiskLevel.LOW: "ok"}
STATE_TAGS = {S.SIGNED: "ok", S.WAITING: "acc"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with its colour: ok, acc, warn, bad or ""."""

    word: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A file as one line. ``late``: not signed, and the day of the decision is over."""

    number: str
    url: str
    title: str
    unit: str
    state: Tag
    risk: Tag | None
    planned_on: date
    late: bool
    announced_on: date | None
    waits: str


def risk_tag(level: RiskLevel | str | None) -> Tag | None:
    """Return a level as a tag; None = not assessed."""
    if not level:
        return None
    known = RiskLevel(level)
    return Tag(_(known.label), LEVEL_TAGS[known])


def decision_row(row: DecisionFile, officer: Officer, today: date) -> DecisionRow:
    """Return a file as one line; its points are read already."""
    return DecisionRow(
        number=row.number,
        url=cached_url("console:decision", row.number),
        title=row.title,
        unit=row.lead_unit.name,
        state=Tag(row.get_state_display(), STATE_TAGS.get(S(row.state), "")),
        risk=risk_tag(level_of_points(list(row.points.all()))),
        planned_on=row.planned_on,
        late=row.state != S.SIGNED and row.planned_on <= today,
        announced_on=row.announced_on,
        waits=_waits(row, officer),
    )


def _waits(row: DecisionFile, officer: Officer) -> str:
    if row.state == S.WAITING and may(officer, Capability.APPROVE):
        return _("签署") if officer.pk not in row.writers else ""
    if row.state == S.WRITING and may(officer, Capability.CONSULT):
        return _("编制")
    return ""


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method that was used; ``struck``: why it holds no more."""

    word: str
    used_on: date
    summary: str
    file: FileFacts | None
    struck: str
    acts: Sequence[ActButton]


def method_row(row: MethodUse, *, open_to_changes: bool) -> MethodRow:
    """Return a method with its file, which is read and held to its hash."""
    acts = []
    if open_to_changes and row.struck_at is None:
        acts = [act_button(_("撤销…"), "console:decision-method-strike", row.pk)]
    url = reverse("console:decision-method-file", args=[row.pk])
    return MethodRow(
        word=_(Method(row.method).label),
        used_on=row.used_on,
        summary=row.summary,
        file=file_facts(row.file, url) if row.file else None,
        struck=row.struck_reason,
        acts=acts,
    )


@dataclass(frozen=True, slots=True)
class PointRow:
    """A risk point; ``lowered``: it was given more than now at some time."""

    place: int
    doubt: str
    before: Tag
    before_words: str
    after: Tag | None
    after_words: str
    lowered: bool
    measures: str
    unit: str
    phrases: str
    question: str
    answer: str
    struck: str
    acts: Sequence[ActButton]


def point_row(row: RiskPoint, *, open_to_changes: bool) -> PointRow:
    """Return a risk point."""
    acts = []
    if open_to_changes and row.struck_at is None:
        acts = [
            act_button(_("修改…"), "console:decision-point", row.pk),
            act_button(_("撤销…"), "console:decision-point-strike", row.pk),
        ]
    before = Tag(_(row.level.label), LEVEL_TAGS[row.level])
    return PointRow(
        place=row.place,
        doubt=row.doubt,
        before=before,
        before_words=_product(row.probability, row.impact),
        after=risk_tag(row.level_after),
        after_words=_product(row.after_probability, row.after_impact),
        lowered=row.was_lowered,
        measures=row.measures,
        unit=row.unit.name if row.unit else "",
        phrases=_("、").join(row.phrases),
        question=row.question,
        answer=row.answer,
        struck=row.struck_reason,
        acts=acts,
    )


def _product(probability: int | None, impact: int | None) -> str:
    if probability is None or impact is None:
        return ""
    return f"{probability} × {impact} = {probability * impact}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the summary."""

    label: str
    text: str


def facts_of(row: DecisionFile) -> list[Fact]:
    """Return the text of a file, part by part; an empty part is left out."""
    found = [
        Fact(_("决策类别"), _(DecisionKind(row.kind).label)),
        Fact(_("紧急决策理由"), row.emergency),
        Fact(_("决策内容和实施范围"), row.scope),
        Fact(_("受影响的群体"), row.affected),
        Fact(_("公开征求意见"), _comment(row)),
        Fact(_("不足 30 日或不公开征求意见的法定理由"), row.comment_exception),
        Fact(_("意见采纳情况"), row.comment_result),
        Fact(_("合法性审查"), _legality(row)),
        Fact(_("合法性审查意见"), row.legality_opinion),
        Fact(_("评估结论"), _(Conclusion(row.conclusion).label) if row.conclusion else ""),
        Fact(_("结论依据"), row.grounds),
        Fact(_("修订理由"), row.change_reason),
    ]
    return [one for one in found if one.text]


def _comment(row: DecisionFile) -> str:
    if row.comment_from is None or row.comment_to is None:
        return ""
    return _("%(begin)s 至 %(end)s，共 %(days)s 日") % {
        "begin": row.comment_from.isoformat(),
        "end": row.comment_to.isoformat(),
        "days": comment_days(row.comment_from, row.comment_to),
    }


def _legality(row: DecisionFile) -> str:
    if row.legality_from is None or row.legality_to is None:
        return row.legality_by
    return _("%(office)s，%(begin)s 至 %(end)s") % {
        "office": row.legality_by,
        "begin": row.legality_from.isoformat(),
        "end": row.legality_to.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Result:
    """The overall level and what follows from it."""

    risk: Tag
    follows: str


def result_of(points: Sequence[RiskPoint]) -> Result | None:
    """Return the overall level; None = there is no risk point."""
    level = level_of_points(list(points))
    tag = risk_tag(level)
    if level is None or tag is None:
        return None
    return Result(tag, _(consequence_of(level)))


def decision_acts(
    row: DecisionFile, officer: Officer, lacks: Sequence[Lack], signed: SignedAssessment | None
) -> list[ActButton]:
    """Return what an officer may do with a file; the next step is the main one."""
    if not may(officer, Capability.CONSULT):
        return []
    found = []
    if row.state == S.SIGNED:
        if row.announced_on is None and signed is not None and _may_announce(signed):
            found.append(_ask(row, _("登记公布…"), "announce", main=True))
        found.append(_ask(row, _("修订…"), "revise"))
    else:
        if row.state == S.WRITING:
            submit = reverse("console:decision-submit", args=[row.number])
            found.append(
                act_button(
                    _("报领导签署"), submit, method="post", main=not lacks, version=row.revision
                )
            )
        found += [
            _ask(row, _("编辑…"), "edit", main=bool(lacks) and row.state == S.WRITING),
            _ask(row, _("登记风险点…"), "point-add"),
            _ask(row, _("登记评估方法…"), "method"),
            _ask(row, _("登记不同意见…"), "dissent"),
        ]
    if row.announced_on is not None:
        found.append(_ask(row, _("关联事件…"), "incident"))
    return found


def _may_announce(signed: SignedAssessment) -> bool:
    content = signed.content
    if content["emergency"]:
        return True
    level = RiskLevel(content["level"]) if content["level"] else None
    conclusion = Conclusion(content["conclusion"]) if content["conclusion"] else None
    return may_announce(level, conclusion)


def _ask(row: DecisionFile, label: str, name: str, *, main: bool = False) -> ActButton:
    return act_button(label, f"console:decision-{name}", row.number, main=main)


def decisions_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the decisions of which the day is near and the file is not signed."""
    return [
        WaitingList(
            incomplete_near(officer, now),
            lambda row: WaitingRow(
                kind=_("决策评估 %(number)s，%(day)s 实施，尚未报签")
                % {"number": row.number, "day": row.planned_on.isoformat()},
                text=row.title,
                url=cached_url("console:decision", row.number),
                label=_("编制"),
            ),
        )
    ]
