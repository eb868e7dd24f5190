"""反馈: report on a task, with material; later material is added, none replaced.

In:   a task that was taken on, what was done, files.    Out:  REPORTED, the clock stops.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.reasons.reason import Reason
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.assignees import assignee_name, works_on
from huiying.work.casework.tasks.models import EntryKind, TaskEntry
from huiying.work.casework.tasks.steps import (
    add_entry,
    claim_task,
    record_task,
    store_materials,
)


@transaction.atomic
def report_task(
    *,
    task: Assignment,
    text: str,
    pieces: Sequence[FileInput],
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> TaskEntry:
    """Report a task as done.

    Raises:
        Refused: If the officer is not of the unit or team, nothing is said, the task was
            not taken on, or material is asked for and neither this report nor an earlier one
            has any.
        Stale: If somebody acted on the task since.
    """
    _check_assignee(task, officer)
    if not text.strip():
        raise Refused(_("请填写办理情况和结果。"))
    handed_in = bool(pieces) or task.entries.filter(materials__isnull=False).exists()
    if task.material and not handed_in:
        raise Refused(_("交办时要求提交材料：%(asked)s。") % {"asked": task.material})
    claim_task(
        task,
        states=(AssignmentState.ACCEPTED,),
        revision=revision,
        state=AssignmentState.REPORTED,
    )
    entry = add_entry(task, EntryKind.REPORTED, officer, now, text=text)
    stored = store_materials(entry, pieces, now)
    if task.clock is not None:
        stop_clock(clock=task.clock, at=now, reason=Reason("clocks.reported"), now=now)
    hashes = [piece.file.sha256 for piece in stored]
    record_task(task, "task.reported", officer, now, files=len(stored), hashes=hashes)
    return entry


@transaction.atomic
def add_material(
    *, task: Assignment, pieces: Sequence[FileInput], officer: Officer, now: datetime
) -> TaskEntry:
    """Add files to a report that nobody has accepted yet.

    Raises:
        Refused: If the officer is not of the unit, there is no report, or no file.
    """
    _check_assignee(task, officer)
    if not pieces:
        raise Refused(_("请选择文件。"))
    claim_task(task, states=(AssignmentState.REPORTED,), revision=None)
    entry = add_entry(task, EntryKind.ADDED, officer, now)
    stored = store_materials(entry, pieces, now)
    hashes = [piece.file.sha256 for piece in stored]
    record_task(task, "task.material_added", officer, now, files=len(stored), hashes=hashes)
    return entry


def _check_assignee(task: Assignment, officer: Officer) -> None:
    if not works_on(task, officer):
        raise Refused(_("只有%(unit)s的人员可以反馈。") % {"unit": assignee_name(task)})
