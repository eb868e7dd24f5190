"""Matters with their running clocks, and notices to sign, as rows of the duty desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.contacts import Contact, Contacts, contacts_of
from huiying.base.clocks.board import BoardRow
from huiying.base.clocks.matters import MatterClocks, holds
from huiying.base.clocks.models import AWAITING_DELIVERY
from huiying.web.console.candidates.alarms import AlarmMark
from huiying.web.console.incidents.due_forms import due_act
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.clock_subjects import subject_number, subject_url
from huiying.web.shared.clock_rows import basis_words, ledger_parts, row_facts, rule_words
from huiying.web.shared.drawing import ActButton, ClockFacts, LedgerPart
from huiying.web.shared.time_words import length_words, moment_text
from huiying.work.incidents.core.clocks import RESPONSE
from huiying.work.incidents.core.models import Incident

GRADED = ("incident", "candidate")  # other matters, such as a talk, have no opinion grade


@dataclass(frozen=True, slots=True)
class HolderCell:
    """Who holds a clock and whom to call.

    Attributes:
        words: A role, a unit or an officer, as the clock says.
        unit, name: Of the person to call; "" = not known, or said by ``words`` already.
        phone: "" = none is known.
        note: Since when, or who marked it as in progress.
    """

    words: str
    unit: str = ""
    name: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClockCell:
    """One running clock of a matter.

    Attributes:
        url: The page of the clock; "" = may not see it.
        own: The act is the officer's own step, and not a look at how it stands.
    """

    id: int
    facts: ClockFacts
    rule: str
    basis: str
    url: str
    holder: HolderCell
    act: ActButton | None
    own: bool


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter of the board: the clock that ends first, and the others behind it.

    Attributes:
        key: Of the row, so that it keeps its place when the list is fresh.
        ref, number: The number alone, and as it is shown.
        title: "" = may not see it; then number, clock and holder are shown alone.
        url: "" = may not open it.
        graded: The matter has an opinion grade.
        unit: The unit that leads it, "" = none.
        alarm: Nobody took the alarm of its grade.
    """

    key: str
    ref: str
    number: str
    title: str
    url: str
    graded: bool
    grade: int | None
    grade_proposed: bool
    unit: str
    first: ClockCell
    parts: list[LedgerPart]
    others: list[ClockCell]
    alarm: AlarmMark | None

    @property
    def hidden(self) -> bool:
        """Tell whether the officer may not see what it is about."""
        return not self.title


@dataclass(frozen=True, slots=True)
class BoardSight:
    """What the rows of a board need to know, read once for all of them.

    Attributes:
        seen: Numbers of the matters that the officer may see; None = all.
        answers: By number, what the officer may do for the answer that a clock waits for.
    """

    officer: Officer
    now: datetime
    contacts: Contacts
    incidents: Mapping[str, Incident]
    seen: frozenset[str] | None
    answers: Mapping[str, ActButton]
    alarms: Mapping[str, AlarmMark]


def matter_row(matter: MatterClocks, sight: BoardSight) -> MatterRow:
    """Return one matter as a row of the board."""
    first = matter.first
    kind, ref = first.subject_kind, first.subject_ref
    visible = sight.seen is None or ref in sight.seen
    incident = sight.incidents.get(ref) if visible else None
    return MatterRow(
        key=f"{kind}-{ref}",
        ref=ref,
        number=subject_number(kind, ref),
        title=first.subject_label if visible else "",
        url=subject_url(kind, ref, sight.officer) if visible else "",
        graded=kind in GRADED,
        grade=first.subject_grade,
        grade_proposed=first.subject_proposed,
        unit=incident.lead_unit.name if incident and incident.lead_unit else "",
        first=clock_cell(first, sight, visible=visible),
        parts=ledger_parts(first),
        others=[clock_cell(row, sight, visible=visible) for row in matter.others],
        alarm=sight.alarms.get(ref) if kind == "incident" else None,
    )


def clock_cell(row: BoardRow, sight: BoardSight, *, visible: bool) -> ClockCell:
    """Return one clock with its holder and the form that is due."""
    officer = sight.officer
    mine, answer = holds(officer, row), sight.answers.get(row.subject_ref)
    act = due_act(row, officer, mine=mine, answer=answer)
    return ClockCell(
        id=row.clock_id,
        facts=row_facts(row),
        rule=rule_words(row.name, row.amount),
        basis=basis_words(row),
        url=cached_url("console:clock", row.clock_id) if visible else "",
        holder=holder_cell(row, sight),
        act=act if visible else None,
        own=visible and (mine if row.kind != RESPONSE else answer is not None),
    )


def holder_cell(row: BoardRow, sight: BoardSight) -> HolderCell:
    """Return who holds a clock, whom to call, and since when."""
    found = sight.contacts.of(
        officer_id=row.holder_officer_id, unit_id=row.holder_unit_id, role=row.holder_code
    )
    words = row.holder
    if found is not None and found.key == sight.officer.pk:
        words = _("本人 · %(role)s") % {"role": row.holder} if row.holder_code else _("本人")
        found = None
    unit = found.unit if found and row.holder_unit_id is None else ""
    name = found.name if found and found.name != row.holder else ""
    return HolderCell(words, unit, name, found.phone if found else "", _since(row, sight.now))


def _since(row: BoardRow, now: datetime) -> str:
    if row.acked_at is not None:
        at = moment_text(row.acked_at, now)
        return _("%(name)s %(at)s 标记办理中") % {"name": row.acked_by, "at": at}
    length = length_words((now - row.held_since).total_seconds())
    return _("已持续 %(length)s") % {"length": length}


def contacts_for(
    officer: Officer, matters: Iterable[MatterClocks], on_duty: Iterable[int]
) -> Contacts:
    """Return whom to call for every clock of these matters (one query)."""
    rows = [row for matter in matters for row in (matter.first, *matter.others)]
    plain = (row for row in rows if row.holder_code not in ("", AWAITING_DELIVERY))
    return contacts_of(
        officer.bureau_id,
        officers={row.holder_officer_id for row in rows if row.holder_officer_id},
        units={row.holder_unit_id for row in rows if row.holder_unit_id},
        roles={row.holder_code for row in plain},
        first=set(on_duty),
    )


def call_words(contact: Contact | None) -> str:
    """Say whom to call in one line: unit and name."""
    return " · ".join(filter(None, (contact.unit, contact.name))) if contact else ""
