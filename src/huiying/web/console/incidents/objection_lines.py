"""Objections to a grade as lines: on a unit's notice, on the incident's page, on the desk.

In:   an officer, what the page read.    Out:  lines, the act of objecting, rows of the desk.
Cost: a query each; none on the incident's page where there is no objection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.time_words import length_words
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState
from huiying.work.incidents.grading.objections import objections_of, open_objections

OPEN = ObjectionState.OPEN


def objection_url(row: GradeObjection) -> str:
    """Return the address of the page of an objection."""
    return reverse("console:objection", args=[row.pk])


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """One objection as a line: of the unit on its notice, of the desk on the incident."""

    text: str
    url: str
    state_word: str
    level: str  # of the tag


def _line(row: GradeObjection) -> ObjectionLine:
    level = {OPEN: "warn", ObjectionState.WITHDRAWN: ""}.get(ObjectionState(row.state), "ok")
    words = _("%(unit)s提出等级异议：现为%(grade)s，建议%(wanted)s。")
    return ObjectionLine(
        words
        % {
            "unit": row.unit.name,
            "grade": _(Grade(row.grade).label),
            "wanted": _(Grade(row.wanted).label),
        },
        objection_url(row),
        row.get_state_display(),
        level,
    )


def notice_objections(notice: Notice, officer: Officer) -> list[ObjectionLine]:
    """Return the objections of the officer's own unit about the matter of its notice."""
    if notice.unit_id != officer.unit_id:
        return []
    family = [notice.incident_id]
    rows = objections_of(notice.incident.current, family).filter(unit_id=notice.unit_id)
    return [_line(row) for row in rows]


def lodge_acts(
    incident: Incident, officer: Officer, lines: Iterable[ObjectionLine]
) -> list[ActButton]:
    """Return the act by which a unit that the incident concerns objects to its grade.

    Args:
        lines: The objections of the unit; while one is open there is no other.
    """
    waits = any(line.state_word == str(OPEN.label) for line in lines)
    if waits or incident.stage in SETTLED or not may(officer, Capability.REPORT_BACK):
        return []
    return [act_button(_("提出等级异议…"), "console:objection-lodge", incident.number)]


def notice_lodge_acts(
    notice: Notice, officer: Officer, lines: Iterable[ObjectionLine]
) -> list[ActButton]:
    """Return the act of objecting, on the notice of a unit that holds it."""
    if notice.unit_id != officer.unit_id or notice.state == NoticeState.RETURNED:
        return []
    return lodge_acts(notice.incident.current, officer, lines)


def open_objection_lines(reading: IncidentReading) -> list[ObjectionLine]:
    """Return the open objections on the incident's page; to a unit only its own."""
    officer = reading.officer
    return [
        _line(row)
        for row in reading.family_rows("objections", objections_of)
        if row.state == OPEN and (_sees_every_unit(officer) or row.unit_id == officer.unit_id)
    ]


def unit_objection_acts(reading: IncidentReading, notices: Iterable[Notice]) -> list[ActButton]:
    """Return the act of objecting in the menu of the incident: for a unit that it concerns."""
    officer, unit = reading.officer, reading.officer.unit_id
    concerned = not _sees_every_unit(officer) or any(row.unit_id == unit for row in notices)
    if unit is None or not concerned:
        return []
    own = [
        _line(row)
        for row in reading.family_rows("objections", objections_of)
        if row.unit_id == unit
    ]
    return lodge_acts(reading.incident, officer, own)


def _sees_every_unit(officer: Officer) -> bool:
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def objections_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the objections that wait for an answer, the oldest first, to who may grade."""
    if not may(officer, Capability.GRADE):
        return []

    def line(row: GradeObjection) -> WaitingRow:
        age = length_words((now - row.lodged_at).total_seconds())
        named = {"unit": row.unit.name, "title": row.incident.current.title}
        return WaitingRow(
            kind=_("等级异议 · 已提出 %(age)s") % {"age": age},
            text=_("%(unit)s：%(title)s") % named,
            url=objection_url(row),
            label=_("答复异议"),
        )

    return [WaitingList(open_objections(officer.bureau_id), line)]
