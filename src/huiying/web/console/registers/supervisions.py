"""督办台账: each supervision item from its opening to 销号."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.work.casework.supervision.models import Supervision
from huiying.work.casework.supervision.queries import last_answers

HEADINGS = (
    gettext_lazy("督办编号"),
    gettext_lazy("对象编号"),
    gettext_lazy("对象"),
    gettext_lazy("督办依据"),
    gettext_lazy("批示领导"),
    gettext_lazy("批示日期"),
    gettext_lazy("督办事项"),
    gettext_lazy("承办单位"),
    gettext_lazy("立项时间"),
    gettext_lazy("立项人"),
    gettext_lazy("反馈期限"),
    gettext_lazy("最近反馈"),
    gettext_lazy("退回次数"),
    gettext_lazy("状态"),
    gettext_lazy("申请销号"),
    gettext_lazy("销号签署人"),
    gettext_lazy("销号时间"),
    gettext_lazy("是否超时"),
)


def supervision_lines(rows: Sequence[Supervision], officer: Officer) -> list[Cells]:
    """Return the cells of some items of one bureau: one query for all."""
    answered = last_answers(officer.bureau_id, [row.pk for row in rows])
    return [
        [
            row.number,
            row.incident.current.number if row.incident else row.subject_ref,
            row.subject_label,
            _because(row),
            row.instruction.leader if row.instruction else "",
            row.instruction.dated.isoformat() if row.instruction else "",
            row.demand,
            row.unit.name,
            minute(row.opened_at),
            row.opened_by.name,
            minute(row.clock.due_at) if row.clock else "",
            minute(answered.get(row.pk)),
            row.returns,
            row.get_state_display(),
            row.closing_requested_by.name if row.closing_requested_by else "",
            row.closed_by.name if row.closed_by else "",
            minute(row.closed_at),
            _("是") if row.clock and row.clock.breached_at else _("否"),
        ]
        for row in rows
    ]


def _because(row: Supervision) -> str:
    if row.instruction is not None:
        return _("领导批示 %(number)s") % {"number": row.instruction.number}
    if row.notice is not None:
        return _("通报 %(number)s 超时") % {"number": row.notice.number}
    if row.superior is not None:
        named = {"sender": row.superior.sender, "number": row.superior.number}
        return _("%(sender)s督办 %(number)s") % named
    if row.task is None:
        return _("信访事项 %(number)s 超时") % {"number": row.subject_ref}
    return _("交办 %(number)s 超时") % {"number": row.task.number}


SUPERVISIONS = Register("supervisions", gettext_lazy("督办台账"), HEADINGS, supervision_lines)
