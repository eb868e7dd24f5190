"""风险点台账 as a file: each risk with level, owner, measures and next review."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.policy.prevention.levels import RiskLevel
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.work.prevention.risks.models import Risk

HEADINGS = (
    gettext_lazy("编号"),
    gettext_lazy("风险点"),
    gettext_lazy("可能引发的舆情和原因"),
    gettext_lazy("事项领域"),
    gettext_lazy("责任单位"),
    gettext_lazy("责任人"),
    gettext_lazy("责任人在岗"),
    gettext_lazy("发生可能性"),
    gettext_lazy("影响程度"),
    gettext_lazy("等级"),
    gettext_lazy("苗头"),
    gettext_lazy("防范措施"),
    gettext_lazy("落实措施后等级"),
    gettext_lazy("下次复核"),
    gettext_lazy("来由"),
    gettext_lazy("状态"),
    gettext_lazy("登记时间"),
    gettext_lazy("登记人"),
    gettext_lazy("最近复核"),
)


def risk_lines(rows: Sequence[Risk], officer: Officer) -> list[Cells]:
    """Return the cells of some risks."""
    del officer
    return [
        [
            row.number,
            row.title,
            row.description,
            row.topic,
            row.unit.name,
            row.owner.name,
            _("否") if row.owner_left else _("是"),
            row.probability,
            row.impact,
            _(RiskLevel(row.level).label),
            row.signs,
            row.measures,
            _(RiskLevel(row.residual).label),
            row.next_review.isoformat(),
            row.get_origin_display(),
            row.get_state_display(),
            minute(row.registered_at),
            row.registered_by.name,
            minute(row.reviewed_at),
        ]
        for row in rows
    ]


RISKS = Register("risks", gettext_lazy("风险点台账"), HEADINGS, risk_lines)
