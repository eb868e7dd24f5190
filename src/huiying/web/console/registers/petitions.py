"""信访台账: each petition from its receipt to its answer, without a word about who sent it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind, PetitionStage
from huiying.policy.time.petitions import ForwardManner
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.work.petitions.core.models import Petition

HEADINGS = (
    gettext_lazy("信访编号"),
    gettext_lazy("对方编号"),
    gettext_lazy("来源"),
    gettext_lazy("类别"),
    gettext_lazy("标题"),
    gettext_lazy("人数"),
    gettext_lazy("收到时间"),
    gettext_lazy("登记时间"),
    gettext_lazy("办理进度"),
    gettext_lazy("承办单位"),
    gettext_lazy("方式"),
    gettext_lazy("转送、交办日期"),
    gettext_lazy("签收时间"),
    gettext_lazy("受理日期"),
    gettext_lazy("当前时限"),
    gettext_lazy("期限"),
    gettext_lazy("办结时间"),
    gettext_lazy("重复件的原编号"),
    gettext_lazy("是否超时"),
)
COLUMNS = (
    "number",
    "outside_number",
    "channel",
    "kind",
    "title",
    "text_checked_at",
    "people",
    "received_at",
    "registered_at",
    "stage",
    "manner",
    "forwarded_on",
    "acknowledged_at",
    "accepted_on",
    "settled_at",
    "competent__name",
    "clock__name",
    "clock__due_at",
    "clock__breached_at",
    "repeat_of__number",
)


def petition_lines(rows: Sequence[Petition], officer: Officer) -> list[Cells]:
    """Return the cells of some petitions; no query.

    A title that no officer has read stays out of a file.
    """
    del officer
    kinds = {str(one): _(one.label) for one in PetitionKind}
    channels = {str(one): _(one.label) for one in PetitionChannel}
    stages = {str(one): _(one.label) for one in PetitionStage}
    manners = {str(one): _(one.label) for one in ForwardManner}
    late = (_("否"), _("是"))
    return [
        [
            row.number,
            row.outside_number,
            channels[row.channel],
            kinds[row.kind],
            row.title if row.text_checked_at else "",
            row.people,
            minute(row.received_at),
            minute(row.registered_at),
            stages[row.stage],
            row.competent.name if row.competent else "",
            manners.get(row.manner, ""),
            row.forwarded_on.isoformat() if row.forwarded_on else "",
            minute(row.acknowledged_at),
            row.accepted_on.isoformat() if row.accepted_on else "",
            _(row.clock.name) if row.clock else "",
            minute(row.clock.due_at) if row.clock else "",
            minute(row.settled_at),
            row.repeat_of.number if row.repeat_of else "",
            late[bool(row.clock and row.clock.breached_at)],
        ]
        for row in rows
    ]


PETITIONS = Register(
    "petitions",
    gettext_lazy("信访台账"),
    HEADINGS,
    petition_lines,
    COLUMNS,
)
