"""Tasks as rows and cards: the next to act, the deadline, how often it was returned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import MAX_RETURNS, needs_recheck
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.files import FileFacts, file_facts
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.supervision.overdue import is_overdue_task
from huiying.work.casework.tasks.assignees import assignee_name, signs_for, works_on
from huiying.work.casework.tasks.models import EntryKind, TaskEntry
from huiying.work.casework.tasks.queries import awaits_officer

S = AssignmentState
LEVELS = {S.CLOSED: "ok", S.REPORTED: "acc", S.ESCALATED: "bad", S.SENT_BACK: "warn"}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as one line.

    Attributes:
        head: Of the team that has it; "" = a unit has it.
        level: How its state is coloured: ok, acc, bad, warn or "".
        waits: What this officer may do next, as a word.
        accept: The act that takes it on, at once.
    """

    number: str
    url: str
    task: str
    unit: str
    head: str
    unit_id: int
    owner: str
    state: str
    state_word: str
    level: str
    clock: ClockFacts
    incident: str
    title: str
    returns_word: str
    emergency: bool
    reason: str
    waits: str
    accept: ActButton | None


def task_row(task: Assignment, officer: Officer, now: datetime) -> TaskRow:
    """Return a task as one line."""
    incident = task.proposal.incident.current
    return TaskRow(
        number=task.number,
        url=reverse("console:task", args=[task.number]),
        task=task.task,
        unit=assignee_name(task),
        head=task.team.head.name if task.team else "",
        unit_id=task.unit_id,
        owner=task.accepted_by.name if task.accepted_by else "",
        state=task.state,
        state_word=task.get_state_display(),
        level=LEVELS.get(S(task.state), ""),
        clock=clock_facts(task.clock, now),
        incident=incident.number,
        title=incident.title,
        returns_word=returns_word(task),
        emergency=task.emergency,
        reason=task.reason,
        waits=waits_for(task, officer),
        accept=_accept(task, officer),
    )


def _accept(task: Assignment, officer: Officer) -> ActButton | None:
    if task.state != S.ASSIGNED or not awaits_officer(task, officer):
        return None
    url = reverse("console:task-accept", args=[task.number])
    return act_button(_("签收"), url, method="post", main=True, version=task.revision)


def returns_word(task: Assignment) -> str:
    """Say how often a task went back; empty when it never did."""
    if not task.returns:
        return ""
    count = task.returns
    return ngettext("退回 %(count)s 次", "退回 %(count)s 次", count) % {"count": count}


def waits_for(task: Assignment, officer: Officer) -> str:
    """Return what this officer may do next, as a word; empty when it is not his turn."""
    if not awaits_officer(task, officer):
        return ""
    return {
        S.ASSIGNED: _("签收"),
        S.ACCEPTED: _("反馈"),
        S.REPORTED: _("验收"),
        S.SENT_BACK: _("改派"),
        S.ESCALATED: _("批示"),
    }[S(task.state)]


def task_note(task: Assignment) -> NoteRow | None:
    """Say in whose hands an unusual task is, and why; everybody who sees it sees that."""
    if task.state == S.ESCALATED:
        what = _("退回 %(count)s 次，已报副组长，承办单位和办理期限待批示。")
        safe = _("时限连续计算。批示前，承办单位和交办人均不得办理本项。")
        return NoteRow(what % {"count": task.returns}, safe, level="bad")
    if task.state == S.SENT_BACK:
        return NoteRow(_("单位已退回，待办公室改派。"), _("时限连续计算。"), level="warn")
    if task.returns == MAX_RETURNS.value - 1:
        what = _("已退回 %(count)s 次，再次退回将报副组长批示。")
        return NoteRow(what % {"count": task.returns}, level="warn")
    return None


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One step of a task; level: ok, bad, warn or ""."""

    word: str
    level: str
    text: str
    at: datetime
    by: str
    files: list[FileFacts]


def entry_card(entry: TaskEntry) -> EntryCard:
    """Return one step of a task with its files, each read and held to its hash."""
    unit = entry.by.unit.name if entry.by.unit else ""
    return EntryCard(
        word=entry.get_kind_display(),
        level=_entry_level(entry),
        text=entry.text,
        at=entry.at,
        by=f"{unit} · {entry.by.name}" if unit else entry.by.name,
        files=[
            file_facts(row.file, reverse("console:task-file", args=[row.pk]), words=row.words)
            for row in entry.materials.all()
        ],
    )


def _entry_level(entry: TaskEntry) -> str:
    if entry.kind in (EntryKind.RETURNED, EntryKind.SENT_BACK, EntryKind.ESCALATED):
        return "warn"
    if entry.kind == EntryKind.CHECKED:
        return "ok" if entry.passed else "bad"
    return "ok" if entry.kind == EntryKind.CLOSED else ""


def task_acts(
    task: Assignment, officer: Officer, now: datetime, *, worked: bool, rechecked: bool
) -> list[ActButton]:
    """Return what this officer may do with the task, the next step first.

    Args:
        worked: He did the work, so he neither checks nor accepts it.
        rechecked: The latest report was looked at on the spot.
    """
    own = works_on(task, officer)
    found = _of_unit(task, officer) if own else []
    if task.state == S.REPORTED and not worked:
        found += _of_giver(task, officer, rechecked=rechecked)
    if task.state == S.SENT_BACK and may(officer, Capability.CONSULT):
        found.append(_ask(task, _("改派…"), "reassign", main=True))
    if task.state == S.ESCALATED and may(officer, Capability.APPROVE):
        found.append(_ask(task, _("批示…"), "instruct", main=True))
    if may(officer, Capability.SUPERVISE) and is_overdue_task(task, now):
        found.append(act_button(_("立项督办…"), "console:supervise-task", task.number))
    settled = task.state in (S.CLOSED, S.RECALLED)
    if may(officer, Capability.APPROVE) and not settled and not worked:
        found.append(_ask(task, _("收回…"), "recall"))
    return found


def _of_unit(task: Assignment, officer: Officer) -> list[ActButton]:
    found = []
    if (accept := _accept(task, officer)) is not None:
        found.append(accept)
    if task.state == S.ACCEPTED and may(officer, Capability.REPORT_BACK):
        found.append(_ask(task, _("反馈…"), "report", main=True))
    if task.state == S.REPORTED and may(officer, Capability.REPORT_BACK):
        found.append(_ask(task, _("补充材料…"), "material"))
    signs = may(officer, Capability.SIGN) and signs_for(task, officer)
    if task.state in (S.ASSIGNED, S.ACCEPTED) and signs:
        found.append(_ask(task, _("退回…"), "send-back"))
    return found


def _of_giver(task: Assignment, officer: Officer, *, rechecked: bool) -> list[ActButton]:
    found = []
    grade = Grade(task.proposal.incident.current.grade)
    first = needs_recheck(grade) and not rechecked
    if may(officer, Capability.VERIFY):
        found.append(_ask(task, _("现场核查…"), "recheck", main=first))
    if may(officer, Capability.CONSULT):
        close = _ask(task, _("验收办结…"), "close", main=not first)
        if first:
            close = replace(close, locked=_("重大事项须先现场核查"))
        found += [close, _ask(task, _("退回重新办理…"), "return")]
    return found


def _ask(task: Assignment, label: str, name: str, *, main: bool = False) -> ActButton:
    return act_button(label, f"console:task-{name}", task.number, main=main)
