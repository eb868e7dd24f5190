"""任务台账: each task from its assignment to its acceptance."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.grading.grades import Grade
from huiying.web.shared.registers.register import BureauReader, Cells, Register, minute
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


COLUMNS = (
    "number",
    "task",
    "material",
    "state",
    "returns",
    "assigned_at",
    "accepted_at",
    "proposal__incident__number",
    "proposal__incident__title",
    "proposal__incident__grade",
    "unit__name",
    "team__head__name",
    "assigned_by__name",
    "accepted_by__name",
    "clock__due_at",
    "clock__breached_at",
)


def task_lines(tasks: Sequence[Assignment], reader: BureauReader) -> list[Cells]:
    """Return the cells of some tasks of one bureau: one query for all."""
    closed = closing_moments(reader.bureau_id, [task.pk for task in tasks])
    grades = {int(grade): _(grade.label) for grade in Grade}
    states = {str(state): str(state.label) for state in AssignmentState}
    late, in_time = _("是"), _("否")
    lines: list[Cells] = []
    for task in tasks:
        incident = task.proposal.incident
        done = closed.get(task.pk) if task.state == AssignmentState.CLOSED else None
        lines.append(
            [
                task.number,
                incident.number,
                incident.title,
                grades[incident.grade],
                task.task,
                task.material,
                task.unit.name,
                task.team.head.name if task.team else "",
                minute(task.assigned_at),
                task.assigned_by.name,
                minute(task.clock.due_at) if task.clock else "",
                minute(task.accepted_at),
                task.accepted_by.name if task.accepted_by else "",
                states[task.state],
                task.returns,
                minute(done),
                late if task.clock and task.clock.breached_at else in_time,
            ]
        )
    return lines


TASKS = Register("tasks", gettext_lazy("任务台账"), HEADINGS, task_lines, COLUMNS)
