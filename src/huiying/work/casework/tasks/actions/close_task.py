"""现场复核, 验收: another person checks on the spot; whoever assigned the task accepts it.

In:   a reported task.    Out:  a re-check on record, CLOSED; or back to the unit.
Cost: a few writes.

Who did the work neither checks nor accepts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.second_person import counts_as
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import needs_recheck
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.actions.return_task import return_task
from huiying.work.casework.tasks.assignees import works_on
from huiying.work.casework.tasks.models import EntryKind, TaskEntry
from huiying.work.casework.tasks.steps import (
    add_entry,
    claim_task,
    incident_of_task,
    record_task,
    store_materials,
)

WORK_ENTRIES = (EntryKind.REPORTED, EntryKind.ADDED)


def did_the_work(task: Assignment, officer: Officer, at: datetime) -> bool:
    """Tell whether an officer took the task on, reported on it, or is of the team that did.

    Who stands in for somebody counts as that one too, and so does every account of his hand.
    """
    persons = counts_as(officer, since=at, now=at)
    if task.accepted_by_id in persons:
        return True
    if task.team_id is not None and works_on(task, officer):
        return True
    return task.entries.filter(kind__in=WORK_ENTRIES, by_id__in=persons).exists()


def passed_recheck(task: Assignment) -> bool:
    """Tell whether the latest report was looked at on the spot and found good."""
    last = task.entries.filter(kind=EntryKind.REPORTED).order_by("-at", "-pk").first()
    if last is None:
        return False
    checks = task.entries.filter(kind=EntryKind.CHECKED, passed=True)
    return checks.filter(pk__gt=last.pk).exists()


@transaction.atomic
def recheck_task(
    *,
    task: Assignment,
    passed: bool,
    text: str,
    pieces: Sequence[FileInput],
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """Record what was seen on the spot; what is not good goes back to the unit by it.

    Returns:
        True if the task went to the deputy leader by this.

    Raises:
        Refused: If the officer did the work, nothing is said or it asks that posts be removed,
            or there is no report.
        Stale: If somebody acted on the task since.
    """
    if did_the_work(task, officer, now):
        raise Refused(_("办理人不得核查：须由另一人现场核查。"))
    if not text.strip():
        raise Refused(_("请填写现场核查情况。"))
    refuse_removal_request(text)
    claim_task(task, states=(AssignmentState.REPORTED,), revision=revision)
    entry = add_entry(task, EntryKind.CHECKED, officer, now, text=text, passed=passed)
    materials = store_materials(entry, pieces, now)
    data = {
        "passed": passed,
        "files": len(materials),
        "hashes": [row.file.sha256 for row in materials],
    }
    record_task(task, "task.checked", officer, now, **data)
    if passed:
        return False
    return return_task(task=task, reason=text, officer=officer, now=now)


@transaction.atomic
def close_task(
    *,
    task: Assignment,
    text: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> TaskEntry:
    """验收办结: the giver takes the report as the result.

    Raises:
        Refused: If the officer did the work, it asks that posts be removed, there is no report,
            or a 重大 matter was not looked at on the spot.
        Stale: If somebody acted on the task since.
    """
    if did_the_work(task, officer, now):
        raise Refused(_("办理人不得验收：须由另一人验收。"))
    refuse_removal_request(text)
    grade = Grade(incident_of_task(task).grade_in_force)
    if needs_recheck(grade) and not passed_recheck(task):
        raise Refused(_("重大舆情的交办，须先由另一人现场核查通过，再验收。"))
    claim_task(
        task,
        states=(AssignmentState.REPORTED,),
        revision=revision,
        state=AssignmentState.CLOSED,
    )
    entry = add_entry(task, EntryKind.CLOSED, officer, now, text=text)
    record_task(task, "task.closed", officer, now)
    return entry
