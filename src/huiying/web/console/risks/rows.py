"""Risks as lines and cards: level, owner, next review, what waits, what they were before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer, Unit
from huiying.policy.prevention.levels import RiskLevel
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.drawing import ActButton
from huiying.work.prevention.risks.models import (
    Risk,
    RiskChange,
    RiskState,
    RiskVersion,
    VersionKind,
)
from huiying.work.prevention.risks.queries import (
    combs_for,
    is_overdue,
    risks_to_review,
    risks_without_owner,
)

LEVELS = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "warn", RiskLevel.LOW: ""}
TERMS = {
    "title": gettext_lazy("风险点"),
    "description": gettext_lazy("可能引发的舆情和原因"),
    "topic": gettext_lazy("事项领域"),
    "unit_id": gettext_lazy("责任单位"),
    "owner_id": gettext_lazy("责任人"),
    "probability": gettext_lazy("发生可能性"),
    "impact": gettext_lazy("影响程度"),
    "level": gettext_lazy("等级"),
    "signs": gettext_lazy("苗头"),
    "measures": gettext_lazy("防范措施"),
    "residual": gettext_lazy("落实措施后等级"),
    "next_review": gettext_lazy("下次复核"),
    "state": gettext_lazy("状态"),
}
"""What is shown of a version, in its order."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk as one line.

    Attributes:
        tag, residual_tag: How its levels are coloured.
        left: Its owner left, or its unit was dissolved.
        overdue: Its review is overdue.
    """

    number: str
    url: str
    title: str
    topic: str
    level: str
    tag: str
    score: int
    residual: str
    unit: str
    unit_over: bool
    owner: str
    left: bool
    next_review: date
    overdue: bool
    state: str
    settled: bool
    measures: str


def risk_row(row: Risk, now: datetime) -> RiskRow:
    """Return a risk as one line."""
    return RiskRow(
        number=row.number,
        url=cached_url("console:risk", row.number),
        title=row.title,
        topic=row.topic,
        level=_(RiskLevel(row.level).label),
        tag=LEVELS[RiskLevel(row.level)],
        score=row.score,
        residual=_(RiskLevel(row.residual).label),
        unit=row.unit.name,
        unit_over=not row.unit.active,
        owner=row.owner.name,
        left=row.owner_left and row.state == RiskState.LISTED,
        next_review=row.next_review,
        overdue=is_overdue(row, now),
        state=row.get_state_display(),
        settled=row.state == RiskState.SETTLED,
        measures=row.measures,
    )


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """What changed from one version to the next."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version: what changed, by whom, signed by whom, and why."""

    version: int
    kind: str
    by: str
    signed_by: str
    at: datetime
    reason: str
    terms: list[ChangedTerm]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the units and officers that versions speak of."""

    units: Mapping[int, str]
    officers: Mapping[int, str]

    def word(self, name: str, value: Any) -> str:
        """Return a term in words."""
        if name == "unit_id":
            return self.units.get(value, "")
        if name == "owner_id":
            return self.officers.get(value, "")
        if name in ("level", "residual"):
            return _(RiskLevel(value).label)
        if name == "state":
            return str(RiskState(value).label)
        return str(value)


def names_of(units: list[Unit], officers: list[Officer]) -> Names:
    """Return the names by key."""
    return Names({one.pk: one.name for one in units}, {one.pk: one.name for one in officers})


def version_cards(versions: list[RiskVersion], names: Names) -> list[VersionCard]:
    """Return the versions of a risk, the newest first, each with what it changed."""
    before = {row.version: row.terms for row in versions}
    return [
        VersionCard(
            version=row.version,
            kind=row.get_kind_display(),
            by=row.by.name,
            signed_by=row.signed_by.name if row.signed_by else "",
            at=row.at,
            reason=row.reason,
            terms=changed_terms(before.get(row.version - 1), row.terms, names),
        )
        for row in versions
    ]


def changed_terms(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], names: Names
) -> list[ChangedTerm]:
    """Return what changed; nothing of the first version."""
    if before is None:
        return []
    return [
        ChangedTerm(str(label), names.word(name, before[name]), names.word(name, after[name]))
        for name, label in TERMS.items()
        if before[name] != after[name]
    ]


@dataclass(frozen=True, slots=True)
class PendingCard:
    """A change that waits for another person."""

    kind: str
    by: str
    at: datetime
    reason: str
    terms: list[ChangedTerm]


def pending_card(change: RiskChange, names: Names) -> PendingCard:
    """Return a change that waits."""
    return PendingCard(
        kind=str(VersionKind(change.kind).label),
        by=change.requested_by.name,
        at=change.requested_at,
        reason=change.reason,
        terms=changed_terms(change.before, change.after, names),
    )


def risk_acts(row: Risk, officer: Officer) -> list[ActButton]:
    """Return what an officer can do with a risk; one is filled."""
    if officer.only_reads or not combs_for(officer, row):
        return []
    if row.state == RiskState.SETTLED:
        return [_ask(row, _("重新列入…"), "list-again", main=True)]
    acts = [
        _ask(row, _("复核，无变化…"), "review", main=not row.owner_left),
        _ask(row, _("修改…"), "change"),
        _ask(row, _("更换责任人…"), "appoint", main=row.owner_left),
        _ask(row, _("推迟复核…"), "put-off"),
        _ask(row, _("申请销号…"), "settle"),
    ]
    return sorted(acts, key=lambda one: not one.main) if row.owner_left else acts


def _ask(row: Risk, label: str, name: str, *, main: bool = False) -> ActButton:
    return act_button(label, f"console:risk-{name}", row.number, main=main)


def risks_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return what of the register is the officer's next: to review, to appoint."""
    return [
        WaitingList(
            risks_to_review(officer, now),
            lambda row: WaitingRow(
                kind=_("风险点 %(number)s，复核逾期") % {"number": row.number},
                text=row.title,
                url=cached_url("console:risk", row.number),
                label=_("复核"),
            ),
        ),
        WaitingList(
            risks_without_owner(officer),
            lambda row: WaitingRow(
                kind=_("风险点 %(number)s，责任人已离岗") % {"number": row.number},
                text=row.title,
                url=reverse("console:risk-appoint", args=[row.number]),
                label=_("更换责任人…"),
            ),
        ),
    ]
