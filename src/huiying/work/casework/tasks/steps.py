"""What all acts on a task share: its subject, its claim, its steps and records.

In:   a task, an act's moment and officer.    Out:  conditional updates, entries, records.
Cost: one conditional UPDATE, one entry, one audit record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import AuditedActor, record
from huiying.base.clocks.models import Clock
from huiying.base.db.claims import RowClaim
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import TASK
from huiying.work.casework.core.clocks import start_dated_clock
from huiying.work.casework.core.files import FileInput, keep_pieces
from huiying.work.casework.core.text import MAX_TEXT, mask_text
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.assignees import assignee_name, task_clock_holder
from huiying.work.casework.tasks.models import Commitment, EntryKind, Material, TaskEntry
from huiying.work.incidents.core.models import Incident


def incident_of_task(task: Assignment) -> Incident:
    """Return the incident of a task; after a merge, what it has become."""
    return task.proposal.incident.current


def start_task_clock(task: Assignment, due: datetime, now: datetime) -> Clock:
    """Start the time that the unit or the team of a task has."""
    return start_dated_clock(incident_of_task(task), TASK, due, task_clock_holder(task), now)


claim_task = RowClaim(
    AssignmentState,
    gettext_noop("该交办当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("该交办已被他人办理，本次操作未执行。请核对最新内容后重新提交。"),
)


def add_entry(
    task: Assignment,
    kind: EntryKind,
    officer: Officer,
    now: datetime,
    *,
    text: str = "",
    passed: bool | None = None,
) -> TaskEntry:
    """Write one step of a task."""
    return TaskEntry.objects.create(
        bureau_id=task.bureau_id,
        assignment=task,
        kind=kind,
        text=mask_text(text, MAX_TEXT),
        passed=passed,
        at=now,
        by=officer,
    )


def store_materials(
    owner: TaskEntry | Commitment, pieces: Sequence[FileInput], now: datetime
) -> list[Material]:
    """Keep the files of a step or of a promise.

    Raises:
        Refused: If one is not named, or there are too many at once.
    """
    return [
        Material.objects.create(
            bureau_id=owner.bureau_id,
            entry=owner if isinstance(owner, TaskEntry) else None,
            commitment=owner if isinstance(owner, Commitment) else None,
            words=words,
            file=file,
        )
        for words, file in keep_pieces(owner.bureau_id, pieces, now)
    ]


def record_task(
    task: Assignment, verb: str, by: AuditedActor, now: datetime, /, **data: Any
) -> None:
    """Write one record with the unit or team that has the task."""
    record(task, verb, by, now, unit=assignee_name(task), **data)


def message_unit(task: Assignment, body: str, now: datetime) -> None:
    """Send a message about a task to its unit, one per channel and step."""
    incident = incident_of_task(task)
    for channel in channels_of(task.unit):
        queue_message(
            bureau_id=task.bureau_id,
            channel=channel,
            key=f"task:{task.number}:{task.revision}:{channel.pk}",
            subject=house_text("【交办 %(number)s】%(title)s")
            % {"number": task.number, "title": incident.title},
            body=body,
            about=About("assignment", task.number),
            urgent=incident.grade_in_force >= Grade.MAJOR,
            now=now,
        )
