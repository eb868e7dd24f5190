"""Patrols as the page and the desk show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.patrols import SlotState
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.collection.patrols.queries import (
    PatrolSlot,
    open_slots,
    places_of_round,
    plans_of,
)

TO = Capability.ENTER_POSTS
LEVELS = {
    SlotState.DONE: "ok",
    SlotState.LATE: "warn",
    SlotState.MISSED: "bad",
    SlotState.OVERDUE: "warn",
    SlotState.DUE: "acc",
    SlotState.COMING: "dash",
}


@dataclass(frozen=True, slots=True)
class PatrolRow:
    """One time of a patrol, and what became of it.

    Attributes:
        url: The page of the round.
        level: Of the state as a tag: ok, warn, bad, acc or dash.
        unseen: How many places were not looked at.
        acts: Those that can be done now.
    """

    plan: str
    url: str
    places: list[str]
    at: datetime
    word: str
    level: str
    result: str
    note: str
    unseen: int
    by: str
    done_at: datetime | None
    acts: list[ActButton]


def look_row(look: PatrolSlot, officer: Officer) -> PatrolRow:
    """Return one time of a patrol."""
    patrol = look.patrol
    return PatrolRow(
        plan=look.plan.name,
        url=_url("round", look),
        places=[place.name for place in look.places],
        at=look.slot.at,
        word=_(look.state.label),
        level=LEVELS[look.state],
        result=patrol.get_result_display() if patrol else "",
        note=patrol.note if patrol else "",
        unseen=(patrol.unseen or 0) if patrol else 0,
        by=patrol.by.name if patrol else "",
        done_at=patrol.at if patrol else None,
        acts=acts_of(look) if may(officer, TO) else [],
    )


def acts_of(look: PatrolSlot) -> list[ActButton]:
    """Return what can be done with a look."""
    if look.patrol is not None:
        return []
    if look.state.open:
        return [act_button(_("开始巡查"), _url("round", look), method="get", main=True)]
    if look.state is SlotState.MISSED:
        return [act_button(_("说明原因…"), _url("explain", look))]
    return []


@dataclass(frozen=True, slots=True)
class PatrolDay:
    """The patrols of a local day."""

    day: date
    rows: list[PatrolRow]


def day_rows(looks: Iterable[PatrolSlot], officer: Officer) -> list[PatrolDay]:
    """Return looks by local day, the newest first."""
    by_day = groupby(looks, key=lambda look: look.slot.at.astimezone(LOCAL).date())
    return [PatrolDay(day, [look_row(look, officer) for look in rows]) for day, rows in by_day]


@dataclass(frozen=True, slots=True)
class PatrolTotal:
    """How many patrols were in time, late and missed, of those whose time has passed.

    ``partly`` of those that were done left places out.
    """

    done: int
    late: int
    missed: int
    partly: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.done + self.late + self.missed


def total_of(looks: Iterable[PatrolSlot]) -> PatrolTotal:
    """Count looks whose time has passed."""
    looks = list(looks)
    counts = Counter(look.state for look in looks)
    return PatrolTotal(
        counts[SlotState.DONE],
        counts[SlotState.LATE],
        counts[SlotState.MISSED],
        sum(bool(look.patrol and look.patrol.unseen) for look in looks),
    )


@dataclass(frozen=True, slots=True)
class PatrolPanel:
    """Patrols on the desk: what comes next, and how many are due."""

    rows: list[PatrolRow]
    due: int
    url: str


def patrols_due(officer: Officer, now: datetime) -> PatrolPanel | None:
    """Return what the desk says; None for who does no patrol, or where none is planned."""
    if not may(officer, TO) or not plans_of(officer.bureau_id).exists():
        return None
    looks = open_slots(officer.bureau_id, now)
    return PatrolPanel(
        [look_row(look, officer) for look in looks],
        sum(look.state.open for look in looks),
        reverse("console:patrols"),
    )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place on the page of a round.

    Attributes:
        looked: "1" = looked at, "0" = not, "" = not recorded, or without ticks.
        findings: How many posts were entered from it in this round.
        enter: Enters a post that was found there; None when it cannot be done now.
    """

    pk: int
    name: str
    url: str
    platform: str
    looked: str
    findings: int
    enter: ActButton | None


def place_rows(look: PatrolSlot, officer: Officer) -> list[PlaceRow]:
    """Return the places of a round."""
    enters = look.state.open and may(officer, TO)
    slot = int(look.slot.at.timestamp())
    return [
        PlaceRow(
            pk=row.place.pk,
            name=row.place.name,
            url=row.place.url,
            platform=row.place.platform,
            looked="" if row.looked is None else str(int(row.looked)),
            findings=row.findings,
            enter=act_button(_("录入发现…"), "console:patrol-finding", row.place.pk, slot)
            if enters
            else None,
        )
        for row in places_of_round(look)
    ]


def _url(name: str, look: PatrolSlot) -> str:
    slot = int(look.slot.at.timestamp())
    return reverse(f"console:patrol-{name}", args=[look.plan.pk, slot])
