"""Breaches as rows: units and steps, never persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.clocks.models import ClockStanding
from huiying.policy.closing.breaches import BreachKind, BreachState, SystemFault, Verdict
from huiying.web.console.clocks.extensions import ExtensionRow
from huiying.work.closing.breaches.models import Breach


@dataclass(frozen=True, slots=True)
class BreachRow:
    """One breach as a line; incident, title: "" = of no incident."""

    number: str
    url: str
    kind_word: str
    step: str
    rule: str
    unit: str
    incident: str
    title: str
    late: str
    faults: list[str]
    state_word: str
    verdict_word: str


@dataclass(frozen=True, slots=True)
class BreachRecord:
    """What the record says of a breach; grounds: what a person found."""

    due_at: datetime | None
    done_at: datetime | None
    grounds: str
    clock_url: str
    found_by_person: bool
    extensions: list[ExtensionRow]


@dataclass(frozen=True, slots=True)
class BreachEntryRow:
    """What a unit said of a breach, or a leader decided."""

    at: datetime
    kind_word: str
    who: str
    text: str
    verdict: str


def breach_row(row: Breach, now: datetime) -> BreachRow:
    """Return one breach as a line: kind, step, unit, how late, what failed meanwhile."""
    return BreachRow(
        number=row.number,
        url=reverse("console:breach", args=[row.number]),
        kind_word=_(BreachKind(row.kind).label),
        step=_(row.step),
        rule=rule_of(row),
        unit=_(row.unit_label) if row.unit_id is None else row.unit_label,
        incident=row.incident.number if row.incident else "",
        title=row.incident.title if row.incident else "",
        late=_late(row, now),
        faults=[_(SystemFault(code).label) for code in row.faults],
        state_word=_(BreachState(row.state).label),
        verdict_word=_(Verdict(row.verdict).label) if row.verdict else "",
    )


def rule_of(row: Breach) -> str:
    """Say whose rule was broken: the law's or the regulation's, or one of the bureau's own."""
    if row.clock is None:
        return _("制度")
    own = row.clock.standing not in (ClockStanding.LAW, ClockStanding.REGULATION)
    return _("本局规则，非法定") if own else str(ClockStanding(row.clock.standing).label)


def _late(row: Breach, now: datetime) -> str:
    if row.due_at is None:
        return _("未办理") if not BreachKind(row.kind).found_by_person else ""
    over = int(((row.done_at or now) - row.due_at).total_seconds() // 60)
    hours, minutes = divmod(max(over, 0), 60)
    words = {"hours": hours, "minutes": minutes}
    if row.done_at is None:
        return _("超时 %(hours)s 小时 %(minutes)s 分钟，尚未办理") % words
    return _("超时 %(hours)s 小时 %(minutes)s 分钟") % words
