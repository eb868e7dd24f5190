"""Contingency plans as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.time.zone import LOCAL
from huiying.web.shared.registers.register import Cells, Register
from huiying.work.prevention.plans.content import is_overdue

HEADINGS = (
    gettext_lazy("预案编号"),
    gettext_lazy("预案名称"),
    gettext_lazy("启动条件"),
    gettext_lazy("对应舆情等级"),
    gettext_lazy("牵头单位"),
    gettext_lazy("发声单位"),
    gettext_lazy("状态"),
    gettext_lazy("生效版本"),
    gettext_lazy("复核日期"),
    gettext_lazy("是否逾期未复核"),
    gettext_lazy("是否启动过"),
)


def plan_lines(rows: Sequence[Any], officer: Officer) -> list[Cells]:
    """Return the cells of some plans."""
    del officer
    today = clock.now().astimezone(LOCAL).date()
    return [
        [
            row.number,
            row.title,
            row.trigger,
            _(Grade(row.grade).label),
            row.lead_unit.name,
            row.speaking_unit.name,
            row.get_state_display(),
            row.in_force or "",
            (row.due or row.review_on).isoformat(),
            _("是") if row.due is not None and is_overdue(row.due, today) else _("否"),
            _("是") if row.used else _("否"),
        ]
        for row in rows
    ]


PLANS = Register("plans", gettext_lazy("处置预案台账"), HEADINGS, plan_lines)
