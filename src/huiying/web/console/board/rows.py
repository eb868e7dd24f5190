"""Matters as lines of the wall board: what anybody who walks in may read from a distance.

No line names a person: a clock in an officer's hands is in the hands of the officer's unit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.contacts import Contacts, contacts_of
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roster.queries import on_duty
from huiying.base.clocks.board import BoardRow
from huiying.base.clocks.matters import (
    MatterClocks,
    MatterScope,
    MatterTotals,
    clocks_by_matter,
    matter_totals,
)
from huiying.web.console.shared.clock_subjects import subject_number, urgent_petitions
from huiying.web.shared.clock_rows import row_facts
from huiying.web.shared.drawing import ClockFacts
from huiying.work.collection.sources.queries import source_health_strip
from huiying.work.incidents.candidates.queries import waiting_candidates
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.queries import incidents_in_sight

LINES = 9  # as many as fit the screen: see board.css
SOURCES = 3  # named in the foot


@dataclass(frozen=True, slots=True)
class WallLine:
    """One matter on the wall; title: "" = not for this officer.

    Attributes:
        more: How many other clocks of it run.
        holder: A role or a unit.
    """

    clock: ClockFacts
    number: str
    title: str
    graded: bool
    grade: int | None
    grade_proposed: bool
    rule: str
    more: int
    unit: str
    holder: str


@dataclass(frozen=True, slots=True)
class WallBoard:
    """The wall board (``console/board/board.html``)."""

    lines: list[WallLine]
    hidden: int
    totals: MatterTotals
    candidates: int
    duty: str
    failed: str  # names of the sources that failed, "" = none
    failed_more: int


def wall_of(officer: Officer, now: datetime) -> WallBoard:
    """Return what the wall shows of the officer's bureau (a constant number of queries)."""
    scope = MatterScope(officer, when_due_by=urgent_petitions(now))
    matters = clocks_by_matter(scope, now, most=LINES)
    totals = matter_totals(scope, now)
    shifts = on_duty(officer.bureau_id, now)
    holders = {one.first.holder_officer_id for one in matters if one.first.holder_officer_id}
    people = {key for shift in shifts for key in (shift.officer_id, shift.leader_id) if key}
    contacts = contacts_of(officer.bureau_id, officers=holders | people, units=(), roles=())
    incidents = _incidents(officer, matters)
    strip = source_health_strip(officer.bureau_id, now)
    failed = [source.name for source, condition in strip.bad if condition.mark == "failed"]
    return WallBoard(
        lines=[_line(one, officer, incidents, contacts) for one in matters],
        hidden=max(0, totals.running - len(matters)),
        totals=totals,
        candidates=waiting_candidates(officer.bureau_id).order_by().count(),
        duty=_duty_words(
            _units([shift.officer_id for shift in shifts], contacts),
            _units([shift.leader_id for shift in shifts if shift.leader_id], contacts),
        ),
        failed=_("、").join(failed[:SOURCES]),
        failed_more=max(0, len(failed) - SOURCES),
    )


def _line(
    matter: MatterClocks, officer: Officer, incidents: dict[str, Incident], contacts: Contacts
) -> WallLine:
    row = matter.first
    incident = incidents.get(row.subject_ref)
    visible = may(officer, Capability.SEE_POSTS) or incident is not None
    return WallLine(
        clock=row_facts(row),
        number=subject_number(row.subject_kind, row.subject_ref),
        title=row.subject_label if visible else "",
        graded=row.subject_kind in ("incident", "candidate"),
        grade=row.subject_grade,
        grade_proposed=row.subject_proposed,
        rule=_(row.name),
        more=len(matter.others),
        unit=incident.lead_unit.name if incident and incident.lead_unit else "",
        holder=_holder(row, contacts),
    )


def _holder(row: BoardRow, contacts: Contacts) -> str:
    """Return the role or the unit that holds a clock, never a person."""
    if row.holder_officer_id is None:
        return row.holder
    found = contacts.officers.get(row.holder_officer_id)
    return found.unit if found and found.unit else _("经办人员")


def _incidents(officer: Officer, matters: Iterable[MatterClocks]) -> dict[str, Incident]:
    numbers = {one.first.subject_ref for one in matters if one.first.subject_kind == "incident"}
    if not numbers or not may(officer, Capability.SEE_INCIDENTS):
        return {}
    rows = incidents_in_sight(officer).filter(number__in=numbers).order_by()
    shown = rows.select_related(None).select_related("lead_unit")
    return {one.number: one for one in shown.only("number", "lead_unit", "lead_unit__name")}


def _units(keys: Collection[int], contacts: Contacts) -> str:
    """Return the units of officers; one without a unit is of the leading group."""
    found = (contacts.officers.get(key) for key in keys)
    names = (one.unit or _("领导小组") for one in found if one is not None)
    return _("、").join(dict.fromkeys(names))


def _duty_words(desk: str, leaders: str) -> str:
    if not desk:
        return _("当前无人值班")
    words = {"desk": desk, "leaders": leaders}
    return (
        _("值班 %(desk)s · 带班 %(leaders)s") % words if leaders else _("值班 %(desk)s") % words
    )
