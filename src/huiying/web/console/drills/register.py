"""Drills as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.policy.prevention.drill_score import Verdict
from huiying.web.shared.registers.register import Cells, Register, minute

HEADINGS = (
    gettext_lazy("演练编号"),
    gettext_lazy("演练名称"),
    gettext_lazy("状态"),
    gettext_lazy("参演单位"),
    gettext_lazy("时长（分钟）"),
    gettext_lazy("开始时间"),
    gettext_lazy("结束时间"),
    gettext_lazy("按要求完成"),
    gettext_lazy("超时完成"),
    gettext_lazy("未完成"),
    gettext_lazy("未到期"),
)


def drill_lines(rows: Sequence[Any], officer: Officer) -> list[Cells]:
    """Return the cells of some drills; no count before a drill ended."""
    del officer
    return [
        [
            row.number,
            row.title,
            row.get_state_display(),
            "、".join(row.script["units"]),
            row.script["minutes"],
            minute(row.started_at),
            minute(row.ended_at),
            *_counts(row),
        ]
        for row in rows
    ]


def _counts(row: Any) -> list[object]:
    result = getattr(row, "result", None)
    if result is None:
        return [""] * len(Verdict)
    return [result.content["totals"][verdict] for verdict in Verdict]


DRILLS = Register("drills", gettext_lazy("演练台账"), HEADINGS, drill_lines)
