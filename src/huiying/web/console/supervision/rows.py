"""Supervision items as lines and cards: the next to act, the deadline, the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import ClockState
from huiying.policy.procedure.stages import SETTLED
from huiying.web.console.instructions.subjects import matter_words
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import NoteRow, WaitingRow
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionState,
)
from huiying.work.casework.supervision.overdue import is_overdue_notice, is_overdue_task
from huiying.work.casework.supervision.queries import (
    instructions_to_supervise,
    superiors_to_supervise,
    supervisions_of,
    supervisions_waiting_for,
)
from huiying.work.casework.supervision.steps import checks_supervision
from huiying.work.casework.tasks.queries import open_tasks

S = SupervisionState
LEVELS = {S.CLOSED: "ok", S.REPORTED: "acc", S.CLOSING: "acc"}
ENTRY_LEVELS = {
    EntryKind.CLOSED: "ok",
    EntryKind.FEEDBACK: "acc",
    EntryKind.RETURNED: "warn",
    EntryKind.REASSIGNED: "warn",
    EntryKind.NOT_CLOSED: "warn",
}


@dataclass(frozen=True, slots=True)
class SupervisionRow:
    """A supervision item as one line.

    Attributes:
        level: How its state is coloured: ok, acc or "".
        origin, origin_url: Why it was opened; "" = this reader cannot open that page.
        matter: Number and title of what it is about.
        waits: What this officer may do next, as a word.
    """

    number: str
    url: str
    demand: str
    unit: str
    unit_over: bool
    state: str
    state_word: str
    level: str
    clock: ClockFacts
    origin: str
    origin_url: str
    matter: str
    returns_word: str
    opened_at: datetime
    opened_by: str
    waits: str


def supervision_row(row: Supervision, officer: Officer, now: datetime) -> SupervisionRow:
    """Return an item as one line."""
    origin, origin_url = origin_of(row)
    if row.superior is not None and not sees_all_units(officer):
        origin_url = ""  # of the office alone
    return SupervisionRow(
        number=row.number,
        url=reverse("console:supervision", args=[row.number]),
        demand=row.demand,
        unit=row.unit.name,
        unit_over=not row.unit.active,
        state=row.state,
        state_word=row.get_state_display(),
        level=LEVELS.get(S(row.state), ""),
        clock=clock_facts(row.clock, now),
        origin=origin,
        origin_url=origin_url,
        matter=matter_words(row.matter),
        returns_word=returns_word(row),
        opened_at=row.opened_at,
        opened_by=row.opened_by.name,
        waits=waits_for(row, officer),
    )


def origin_of(row: Supervision) -> tuple[str, str]:
    """Say why an item was opened, and where that is seen."""
    if row.instruction is not None:
        named = {"leader": row.instruction.leader, "number": row.instruction.number}
        words = _("%(leader)s批示 %(number)s") % named
        return words, reverse("console:instruction", args=[row.instruction.number])
    if row.notice is not None:
        number = row.notice.number
        words = _("通报 %(number)s 超时") % {"number": number}
        return words, reverse("console:notice", args=[number])
    if row.superior is not None:
        named = {"sender": row.superior.sender, "number": row.superior.number}
        words = _("%(sender)s督办 %(number)s") % named
        return words, reverse("console:superior-supervision", args=[row.superior.number])
    if row.task is None:
        words = _("信访事项 %(number)s 超时") % {"number": row.subject_ref}
        return words, reverse("console:petition", args=[row.subject_ref])
    number = row.task.number
    words = _("交办 %(number)s 超时") % {"number": number}
    return words, reverse("console:task", args=[number])


def returns_word(row: Supervision) -> str:
    """Say how often feedback went back; empty when it never did."""
    if not row.returns:
        return ""
    count = row.returns
    return ngettext("退回 %(count)s 次", "退回 %(count)s 次", count) % {"count": count}


def waits_for(row: Supervision, officer: Officer) -> str:
    """Return what this officer may do next, as a word; empty when it is not his turn."""
    own = row.unit_id == officer.unit_id
    if row.state == S.OPEN and (row.petition_moved or not row.unit.active):
        return _("改派") if may(officer, Capability.SUPERVISE) else ""
    if row.state == S.OPEN:
        return _("反馈") if own and may(officer, Capability.REPORT_BACK) else ""
    if row.state == S.REPORTED:
        return _("审核") if may(officer, Capability.SUPERVISE) and not own else ""
    signs = row.state == S.CLOSING and officer.pk not in (
        row.opened_by_id,
        row.closing_requested_by_id,
    )
    leads = may(officer, Capability.INSTRUCT)
    return _("销号") if signs and (leads or may(officer, Capability.SUPERVISE)) else ""


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of an item; level: ok, acc, warn or ""."""

    word: str
    level: str
    text: str
    at: datetime
    by: str
    files: list[FileFacts]


def step_card(entry: SupervisionEntry, officer: Officer) -> StepCard:
    """Return one step with its files, each read and held to its hash.

    What the unit before handed in is not for the one that took over.
    """
    shown = sees_all_units(officer) or entry.unit_id == officer.unit_id
    by = entry.author
    if entry.kind == EntryKind.FEEDBACK:
        by = f"{entry.unit.name} · {by}"
    return StepCard(
        word=entry.get_kind_display(),
        level=ENTRY_LEVELS.get(EntryKind(entry.kind), ""),
        text=entry.text if shown or entry.kind != EntryKind.FEEDBACK else "",
        at=entry.at,
        by=by,
        files=[
            file_facts(
                row.file, reverse("console:supervision-file", args=[row.pk]), words=row.words
            )
            for row in entry.files.all()
            if shown
        ],
    )


def supervision_note(row: Supervision) -> NoteRow | None:
    """Say what is unusual about an item, and what to do."""
    if row.state != S.CLOSED and not row.unit.active:
        what = _("%(unit)s已停用，无法反馈。") % {"unit": row.unit.name}
        return NoteRow(what, _("请改派承接其职责的单位，时限连续计算。"), level="bad")
    if row.state != S.CLOSED and row.petition_moved:
        what = _("该信访事项已不由%(unit)s办理。") % {"unit": row.unit.name}
        return NoteRow(what, _("请改派现承办单位，时限连续计算。"), level="bad")
    if row.instruction is not None and row.instruction.standing == "WAITING":
        return NoteRow(
            _("所依据的批示待本人确认。"), _("督办照常办理，到销号为止。"), level="warn"
        )
    if row.instruction is not None and row.instruction.standing == "DISOWNED":
        return NoteRow(
            _("所依据的批示本人未予确认。"), _("督办照常办理，到销号为止。"), level="bad"
        )
    return None


def supervision_item_acts(row: Supervision, officer: Officer) -> list[ActButton]:
    """Return what an officer may do with an item; the next step is the main one.

    The signature of 销号 stands beside what is signed (``components/_decide.html``).
    """
    found = _of_unit(row, officer)
    keeps = may(officer, Capability.SUPERVISE)
    leads = keeps or may(officer, Capability.INSTRUCT)
    if row.state == S.REPORTED and leads and checks_supervision(officer, row):
        found.append(_ask(row, _("申请销号…"), "ask", main=not found))
        found.append(_ask(row, _("退回补充…"), "return"))
    if keeps and row.state in (S.OPEN, S.REPORTED):
        over = row.petition_moved or not row.unit.active
        if row.state == S.OPEN and not over:
            url = reverse("console:supervision-remind", args=[row.number])
            found.append(act_button(_("催办"), url, method="post", version=row.revision))
        found.append(_ask(row, _("改派…"), "reassign", main=over))
    return found


def _of_unit(row: Supervision, officer: Officer) -> list[ActButton]:
    answers = row.state in (S.OPEN, S.REPORTED) and row.unit.active
    own = row.unit_id == officer.unit_id and may(officer, Capability.REPORT_BACK)
    if not (own and answers):
        return []
    first = row.state == S.OPEN
    label = _("反馈…") if first else _("补充反馈…")
    found = [_ask(row, label, "feedback", main=first)]
    if row.clock is not None and row.clock.state == ClockState.RUNNING and first:
        found.append(act_button(_("申请延期…"), "console:clock-extend", row.clock_id))
    return found


def _ask(row: Supervision, label: str, name: str, *, main: bool = False) -> ActButton:
    return act_button(label, f"console:supervision-{name}", row.number, main=main)


@dataclass(frozen=True, slots=True)
class SupervisionPanel:
    """The items of an incident, those that are open first."""

    rows: list[SupervisionRow]
    open: int
    acts: Sequence[ActButton]


def supervision_panel(reading: IncidentReading, notices: Sequence[Notice]) -> SupervisionPanel:
    """Return the items of an incident; a unit sees its own."""
    officer = reading.officer
    all_seen = sees_all_units(officer)
    rows = [
        supervision_row(row, officer, reading.now)
        for row in reading.family_rows("supervisions", supervisions_of)
        if all_seen or row.unit_id == officer.unit_id
    ]
    rows.sort(key=lambda row: row.state == S.CLOSED)
    return SupervisionPanel(
        rows=rows,
        open=sum(row.state != S.CLOSED for row in rows),
        acts=supervision_acts(reading, notices),
    )


def supervision_acts(reading: IncidentReading, notices: Sequence[Notice]) -> list[ActButton]:
    """Return the acts of opening an item: of what a unit of the incident is late with."""
    if not reading.may(Capability.SUPERVISE) or reading.incident.stage in SETTLED:
        return []
    under = [
        row
        for row in reading.family_rows("supervisions", supervisions_of)
        if row.state != S.CLOSED
    ]
    notices_under = {row.notice_id for row in under}
    tasks_under = {row.task_id for row in under}
    found = [
        act_button(_("督办超时通报（%(unit)s）…") % {"unit": notice.unit.name},
                   "console:supervise-notice", notice.number)
        for notice in notices
        if notice.pk not in notices_under and is_overdue_notice(notice, reading.now)
    ]  # fmt: skip
    found += [
        act_button(_("督办超时交办（%(unit)s）…") % {"unit": task.unit.name},
                   "console:supervise-task", task.number)
        for task in reading.rows("proposals", open_tasks)
        if task.pk not in tasks_under and is_overdue_task(task, reading.now)
    ]  # fmt: skip
    return found


def supervisions_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return what of 督办 is the officer's next: to answer, to check, to open."""
    return [
        WaitingList(
            supervisions_waiting_for(officer),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("督办 %(number)s") % {"number": row.number},
                text=row.demand,
                url=cached_url("console:supervision", row.number),
                label=waits_for(row, officer) or _("查看"),
            ),
        ),
        WaitingList(
            superiors_to_supervise(officer),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("上级督办 %(number)s") % {"number": row.number},
                text=row.demand,
                url=cached_url("console:superior-supervision", row.number),
                label=_("办理"),
            ),
        ),
        WaitingList(
            instructions_to_supervise(officer),
            lambda row: WaitingRow(
                kind=_("领导批示 %(number)s") % {"number": row.number},
                text=row.text,
                url=cached_url("console:instruction", row.number),
                label=_("立项督办…"),
            ),
        ),
    ]
