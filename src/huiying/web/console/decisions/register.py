"""Files of decisions as a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.policy.prevention.decisions import Conclusion, DecisionKind
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.work.prevention.decisions.content import level_of_points
from huiying.work.prevention.decisions.models import DecisionFile

HEADINGS = (
    gettext_lazy("评估编号"),
    gettext_lazy("决策事项"),
    gettext_lazy("决策类别"),
    gettext_lazy("承办单位"),
    gettext_lazy("计划实施日期"),
    gettext_lazy("版本"),
    gettext_lazy("状态"),
    gettext_lazy("风险点"),
    gettext_lazy("风险等级（措施后）"),
    gettext_lazy("评估结论"),
    gettext_lazy("登记时间"),
    gettext_lazy("公布日期"),
)


def decision_lines(rows: Sequence[DecisionFile], officer: Officer) -> list[Cells]:
    """Return the cells of some files; their points are read already."""
    del officer
    return [_line(row) for row in rows]


def _line(row: DecisionFile) -> Cells:
    points = list(row.points.all())
    level = level_of_points(points)
    return [
        row.number,
        row.title,
        _(DecisionKind(row.kind).label),
        row.lead_unit.name,
        row.planned_on.isoformat(),
        row.version,
        row.get_state_display(),
        sum(one.struck_at is None for one in points),
        _(level.label) if level else "",
        _(Conclusion(row.conclusion).label) if row.conclusion else "",
        minute(row.started_at),
        row.announced_on.isoformat() if row.announced_on else "",
    ]


DECISIONS = Register("decisions", gettext_lazy("决策风险评估台账"), HEADINGS, decision_lines)
