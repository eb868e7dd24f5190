"""Instructions as lines, as a panel of an incident, and as acts of its menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SET_ASIDE, SETTLED
from huiying.web.console.instructions.subjects import RECEIVED_REPORT, REPORT
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.instructions.access import in_sight
from huiying.work.casework.instructions.matters import PETITION, Matter
from huiying.work.casework.instructions.models import Instruction, InstructionStanding
from huiying.work.casework.instructions.queries import instructions_of, instructions_on
from huiying.work.incidents.core.models import Incident

S = InstructionStanding
ON_OTHER_ROWS = {
    REPORT: ("console:instruct-report", "console:instruction-enter-report"),
    RECEIVED_REPORT: ("console:instruct-received", "console:instruction-enter-received"),
    PETITION: ("console:instruct-petition", "console:instruction-enter-petition"),
}
"""Kinds of rows with such a panel → where a leader instructs, where a paper is typed in."""
LEVELS = {S.WAITING: "warn", S.DISOWNED: "bad", S.CONFIRMED: "ok", S.GIVEN: "ok"}


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction as one line.

    Attributes:
        level: How its standing is coloured: ok, warn, bad or "".
        over: It was corrected or disowned, and counts no more.
    """

    number: str
    url: str
    leader: str
    dated: date
    text: str
    standing: str
    level: str
    over: bool
    addressees: list[str]
    due_at: datetime | None
    supervise: bool
    entered_by: str


def instruction_row(row: Instruction) -> InstructionRow:
    """Return an instruction as one line."""
    standing = row.standing
    return InstructionRow(
        number=row.number,
        url=reverse("console:instruction", args=[row.number]),
        leader=row.leader,
        dated=row.dated,
        text=row.text,
        standing=str(standing.label),
        level=LEVELS.get(standing, ""),
        over=standing in (S.REPLACED, S.DISOWNED),
        addressees=[one.name for one in row.addressees.all()],
        due_at=row.due_at,
        supervise=row.supervise,
        entered_by=row.entered_by.name if row.scan_id is not None else "",
    )


@dataclass(frozen=True, slots=True)
class InstructionPanel:
    """The instructions on an incident, those that count first."""

    rows: list[InstructionRow]
    acts: Sequence[ActButton]


def instruction_panel(reading: IncidentReading) -> InstructionPanel:
    """Return the instructions on an incident; a unit sees those that name it."""
    rows = [
        instruction_row(row)
        for row in reading.family_rows("instructions", instructions_of)
        if in_sight(reading.officer, row)
    ]
    rows.sort(key=lambda row: row.over)
    return InstructionPanel(rows, instruction_acts(reading.incident, reading.officer))


def panel_on(matter: Matter, reader: Officer, officer: Officer) -> InstructionPanel:
    """Return the instructions on a row of another app.

    Args:
        reader: Who looks.
        officer: The same, without acts if he keeps out.
    """
    rows = [
        instruction_row(row)
        for row in instructions_on(matter.bureau_id, matter.kind, matter.ref)
        if in_sight(reader, row)
    ]
    rows.sort(key=lambda row: row.over)
    return InstructionPanel(rows, acts_of_instructing(matter, officer))


def acts_of_instructing(matter: Matter, officer: Officer) -> list[ActButton]:
    """Return the acts of instructing on a row of another app."""
    found = list[ActButton]()
    if matter.incident is not None and matter.incident.stage in SET_ASIDE:
        return found
    give, enter = ON_OTHER_ROWS[matter.kind]
    if may(officer, Capability.INSTRUCT):
        found.append(act_button(_("批示…"), give, matter.ref))
    if may(officer, Capability.SUPERVISE):
        found.append(act_button(_("登记领导批示…"), enter, matter.ref))
    return found


def instruction_acts(incident: Incident, officer: Officer) -> list[ActButton]:
    """Return the acts of instructing, and of typing in a paper."""
    if incident.stage in SET_ASIDE:
        return []
    number, found = incident.number, list[ActButton]()
    if may(officer, Capability.INSTRUCT):
        found.append(act_button(_("批示…"), "console:instruct", number))
    if may(officer, Capability.SUPERVISE):
        found.append(act_button(_("登记领导批示…"), "console:instruction-enter", number))
    return found


def acts_on(row: Instruction, officer: Officer) -> list[ActButton]:
    """Return what an officer may do with an instruction; the next step is the main one."""
    if row.standing == S.REPLACED:
        return []
    found = list[ActButton]()
    settled = row.incident is not None and row.incident.current.stage in SETTLED
    if may(officer, Capability.SUPERVISE):
        if row.standing != S.DISOWNED and not settled:
            main = row.supervise and not row.supervisions.exists()
            found.append(act_button(_("立项督办…"), "console:supervise", row.number, main=main))
        if row.scan_id is not None:
            found.append(
                act_button(_("更正登记…"), "console:instruction-correct-paper", row.number)
            )
    own = may(officer, Capability.INSTRUCT) and row.given_by_id == officer.pk
    if own and row.standing != S.WAITING:
        found.append(act_button(_("更正…"), "console:instruction-correct", row.number))
    return found
