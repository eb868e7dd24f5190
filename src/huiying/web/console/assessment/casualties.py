"""The panel of casualties, loss and the severity of the emergency event.

In:   what the posts state, the officer.    Out:  the panel of the templates.
Cost: that of ``read_casualties``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.engine.casualties.combine import CasualtyFigure
from huiying.policy.grading.severity import Severity
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.severity import (
    basis_line,
    kind_word,
    severity_with_kind,
    severity_word,
)
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.assessment.casualties import SHOWN_PER_KIND, CasualtyReading
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import SeverityDecision
from huiying.work.incidents.grading.queries import severity_decisions_of
from huiying.work.incidents.placements.queries import PostGroup

KINDS = {
    "dead": gettext_noop("死亡"),
    "missing": gettext_noop("失踪"),
    "hurt": gettext_noop("伤病"),
    "trapped": gettext_noop("被困"),
    "evacuated": gettext_noop("转移"),
    "direct_loss": gettext_noop("直接损失"),
    "loss": gettext_noop("损失"),
}


@dataclass(frozen=True, slots=True)
class CasualtyLine:
    """A number, and the post that states it."""

    number: str
    phrase: str
    posts: int
    corrected: bool
    former: int | None
    source: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class CasualtyRow:
    """What posts state of one kind; more: statements that are not shown."""

    label: str
    first: CasualtyLine
    others: list[CasualtyLine]
    more: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """The words that the kind of event rests on, and the post that says them."""

    phrase: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class CasualtyPanel:
    """What posts state, the kind and severity that follow, and what an officer signed.

    Attributes:
        kind: The kind of event that posts speak for, in words.
        kind_line: The line that it follows from; None = open.
        basis: By what the severity is set; "" = posts speak of no emergency event.
        level: The severity that follows, in words; "" = posts and scale give none.
        deciding: The line that it follows from.
        left_out: Groups of posts that were not read.
        decided: What was signed, in words; "" = nothing yet.
        listed: It was signed as an emergency event.
    """

    kind: str
    kind_line: KindLine | None
    basis: str
    level: str
    deciding: CasualtyLine | None
    rows: list[CasualtyRow]
    left_out: int
    decided: str = ""
    listed: bool = False
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    acts: list[ActButton] = field(default_factory=list)

    @property
    def states_nothing(self) -> bool:
        """Tell whether posts state nothing, none is left out, and nobody signed anything."""
        return not (self.rows or self.basis or self.decided or self.left_out)


def casualty_panel(posts: PostReading, officer: Officer) -> CasualtyPanel | None:
    """Return what posts state and the severity that follows; None for who sees no posts."""
    if not may(officer, Capability.SEE_POSTS):
        return None
    found = posts.casualties
    casualties, proposal = found.casualties, found.proposal
    return CasualtyPanel(
        kind=kind_word(found.kind),
        kind_line=_kind_line(found),
        basis=basis_line(found.kind) if found.kind or casualties.kinds else "",
        level=severity_word(proposal.level) if proposal else "",
        deciding=_line("", proposal.figure, found.groups) if proposal else None,
        rows=[
            CasualtyRow(
                label=_(KINDS[kind]),
                first=_line(kind, figure[0], found.groups),
                others=[_line(kind, one, found.groups) for one in figure[1:SHOWN_PER_KIND]],
                more=max(0, len(figure) - SHOWN_PER_KIND),
            )
            for kind, figure in casualties.kinds.items()
        ],
        left_out=found.left_out,
    )


def severity_facts(posts: PostReading, officer: Officer) -> list[str]:
    """Return kind, basis, casualties and loss as posts state them, a line each, for a form."""
    panel = casualty_panel(posts, officer)
    if panel is None:
        return []
    line = panel.kind_line
    kind = (
        _("系统建议的类型：%(kind)s，依据“%(phrase)s”")
        % {"kind": panel.kind, "phrase": line.phrase}
        if line
        else _("帖文未表明事件类型或说法不一，请人工选择。")
    )
    return [kind, *filter(None, [panel.basis]), *casualty_lines(posts, officer)]


def casualty_lines(posts: PostReading, officer: Officer) -> list[str]:
    """Return what posts state of casualties and loss, a line each, for the form of a grade."""
    panel = casualty_panel(posts, officer)
    if panel is None:
        return []
    if not panel.rows:
        return [_("帖文未写明死伤人数或直接损失；没有写明，不等于没有。")]
    return [
        _("%(kind)s %(number)s：“%(phrase)s”")
        % {"kind": row.label, "number": row.first.number, "phrase": row.first.phrase}
        for row in panel.rows
    ]


def signed_casualty_panel(reading: IncidentReading) -> CasualtyPanel | None:
    """Return the panel of an incident: also what an officer signed, and the act of signing."""
    panel, incident = casualty_panel(reading.posts, reading.officer), reading.incident
    if panel is None:
        return None
    decisions = reading.rows("severities", severity_decisions_of)
    signed = next((row for row in reversed(decisions) if row.level == incident.severity), None)
    acts = []
    if reading.may(Capability.GRADE) and not reading.is_settled:
        label = _("调整突发事件级别…") if signed else _("确认突发事件级别…")
        acts.append(act_button(label, "console:severity", incident.number))
    return replace(
        panel,
        basis=basis_line(incident.event_kind) if incident.event_kind else panel.basis,
        decided=severity_with_kind(incident.severity, incident.event_kind) if signed else "",
        listed=bool(incident.severity),
        decided_by=_signers(signed) if signed else "",
        decided_at=signed.at if signed else None,
        reason=signed.reason if signed else "",
        acts=acts,
    )


def _signers(decision: SeverityDecision) -> str:
    names = [decision.by.name, decision.second.name if decision.second else ""]
    return _("、").join(filter(None, names))


def severity_note(incident: Incident, panel: CasualtyPanel | None) -> str:
    """Say what follows from the signed severity, or that a proposal waits."""
    if Severity(incident.severity).grave:
        return _("权威信息须在发现后 5 小时内发布")
    if panel and panel.level and not panel.decided:
        return _("系统建议%(level)s，待确认") % {"level": panel.level}
    return _("故 5 小时、24 小时发布时限不适用")


def _kind_line(found: CasualtyReading) -> KindLine | None:
    reading = found.kind_reading
    if reading is None:
        return None
    return KindLine(
        phrase=reading.phrase,
        source=found.groups[reading.key].source,
        url=reverse("console:copies", args=[reading.key]),
    )


def _line(kind: str, figure: CasualtyFigure, groups: dict[int, PostGroup]) -> CasualtyLine:
    group = groups[figure.key]
    return CasualtyLine(
        number=_number(kind, figure),
        phrase=figure.phrase,
        posts=figure.posts,
        corrected=figure.corrected,
        former=figure.former,
        source=group.source,
        at=group.published_at or group.collected_at,
        url=reverse("console:copies", args=[group.group_id]),
    )


def _number(kind: str, figure: CasualtyFigure) -> str:
    if not figure.counted:
        return _("人数不详")
    if kind.endswith("loss"):
        return _("%(yuan)s 元") % {"yuan": f"{figure.number:,}"}
    return ngettext("%(count)s 人", "%(count)s 人", figure.number) % {"count": figure.number}
