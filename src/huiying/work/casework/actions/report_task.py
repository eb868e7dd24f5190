"""反馈: the unit says how it did a task, with material; later pieces are added, none replaced.

In:   a task that was taken on, what was done, files.    Out:  REPORTED, the clock stops.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.stop import stop_clock
from huiying.work.casework.models import Assignment, AssignmentState, EntryKind, TaskEntry
from huiying.work.casework.tasks import Piece, claim_task, enter, keep_pieces, record_task
from huiying.work.casework.teams import doer_of, works_on
from huiying.work.incidents.exceptions import CannotDecide


@transaction.atomic
def report_task(
    *,
    task: Assignment,
    text: str,
    pieces: Sequence[Piece],
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> TaskEntry:
    """Report a task as done.

    Raises:
        CannotDecide: If the officer is not of the unit or team, nothing is said, the task was
            not taken on, or material is asked for and neither this report nor an earlier one
            has any.
        Stale: If somebody acted on the task since.
    """
    _own(task, officer)
    if not text.strip():
        raise CannotDecide(_("请写明怎么办的、结果怎样。"))
    handed_in = bool(pieces) or task.entries.filter(materials__isnull=False).exists()
    if task.material and not handed_in:
        raise CannotDecide(_("交办时要求提交材料：%(asked)s。") % {"asked": task.material})
    claim_task(
        task,
        states=(AssignmentState.ACCEPTED,),
        revision=revision,
        state=AssignmentState.REPORTED,
    )
    entry = enter(task, EntryKind.REPORTED, officer, now, text=text)
    stored = keep_pieces(entry, pieces, now)
    if task.clock is not None:
        stop_clock(clock=task.clock, at=now, reason=kept("已反馈"), now=now)
    hashes = [piece.file.sha256 for piece in stored]
    record_task(task, "task.reported", officer, now, {"files": len(stored), "hashes": hashes})
    return entry


@transaction.atomic
def add_material(
    *, task: Assignment, pieces: Sequence[Piece], officer: Officer, now: datetime
) -> TaskEntry:
    """Add files to a report that nobody has accepted yet.

    Raises:
        CannotDecide: If the officer is not of the unit, there is no report, or no file.
    """
    _own(task, officer)
    if not pieces:
        raise CannotDecide(_("请选择文件。"))
    claim_task(task, states=(AssignmentState.REPORTED,), revision=None)
    entry = enter(task, EntryKind.ADDED, officer, now)
    stored = keep_pieces(entry, pieces, now)
    hashes = [piece.file.sha256 for piece in stored]
    record_task(
        task, "task.material_added", officer, now, {"files": len(stored), "hashes": hashes}
    )
    return entry


def _own(task: Assignment, officer: Officer) -> None:
    if not works_on(task, officer):
        raise CannotDecide(_("只有%(unit)s的人员可以反馈。") % {"unit": doer_of(task)})
