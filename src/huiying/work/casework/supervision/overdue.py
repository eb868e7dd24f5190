"""Whether a unit is late with a notice, task or petition, so that the office may open a 督办.

In:   a notice, a task or a petition, the moment.    Out:  yes or no.
Cost: one query for a notice.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.petitions.kinds import AT_THE_UNIT
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.tasks.assignees import SETTLED_STATES
from huiying.work.petitions.core.models import Petition


def is_overdue_notice(notice: Notice, now: datetime) -> bool:
    """Tell whether a unit is late with a notice and has not reported on it."""
    if notice.state == NoticeState.RETURNED or notice.reports.exists():
        return False
    return runs_late(notice.receipt_clock, now) or runs_late(notice.report_clock, now)


def is_overdue_task(task: Assignment, now: datetime) -> bool:
    """Tell whether a unit is late with a task that is not done."""
    return task.state not in SETTLED_STATES and runs_late(task.clock, now)


def is_overdue_petition(petition: Petition, now: datetime) -> bool:
    """Tell whether the unit that handles a petition is late (信访工作条例 art. 37).

    Its period ran out, or the day on which an assignment asks for the result is over.
    """
    if petition.competent_id is None or petition.stage not in AT_THE_UNIT:
        return False
    due = petition.result_due
    is_past = due is not None and due < now.astimezone(LOCAL).date()
    return is_past or runs_late(petition.clock, now)


def runs_late(clock: Clock | None, now: datetime) -> bool:
    """Tell whether a clock ran out, whether or not that was marked."""
    if clock is None:
        return False
    late = clock.state == ClockState.RUNNING and clock.due_at < now
    return late or clock.breached_at is not None
