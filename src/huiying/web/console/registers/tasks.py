"""任务台账: each task from its assignment to its acceptance."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.policy.grading.grades import Grade
from huiying.web.console.registers.register import Cells, Register, minute
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.queries import closing_moments

HEADINGS = (
    gettext_lazy("交办编号"),
    gettext_lazy("事件编号"),
    gettext_lazy("事件"),
    gettext_lazy("等级"),
    gettext_lazy("交办事项"),
    gettext_lazy("需提交材料"),
    gettext_lazy("承办单位"),
    gettext_lazy("小组负责人"),
    gettext_lazy("交办时间"),
    gettext_lazy("交办人"),
    gettext_lazy("办理期限"),
    gettext_lazy("签收时间"),
    gettext_lazy("承办人"),
    gettext_lazy("状态"),
    gettext_lazy("退回次数"),
    gettext_lazy("验收办结时间"),
    gettext_lazy("是否超时"),
)


def task_lines(tasks: Sequence[Assignment], officer: Officer) -> list[Cells]:
    """Return the cells of some tasks of one bureau: one query for all."""
    closed = closing_moments(officer.bureau_id, [task.pk for task in tasks])
    lines: list[Cells] = []
    for task in tasks:
        incident = task.proposal.incident
        done = closed.get(task.pk) if task.state == AssignmentState.CLOSED else None
        lines.append(
            [
                task.number,
                incident.number,
                incident.title,
                _(Grade(incident.grade).label),
                task.task,
                task.material,
                task.unit.name,
                task.team.head.name if task.team else "",
                minute(task.assigned_at),
                task.assigned_by.name,
                minute(task.clock.due_at) if task.clock else "",
                minute(task.accepted_at),
                task.accepted_by.name if task.accepted_by else "",
                task.get_state_display(),
                task.returns,
                minute(done),
                _("是") if task.clock and task.clock.breached_at else _("否"),
            ]
        )
    return lines


TASKS = Register("tasks", gettext_lazy("任务台账"), HEADINGS, task_lines)
