"""通报台账: each notice from sending to report, with its deadlines."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.models import Clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import Finding
from huiying.web.console.registers.register import Cells, Register, minute
from huiying.web.console.shared.records.sentences import PROOFS
from huiying.work.casework.notices.models import Notice

HEADINGS = (
    gettext_lazy("通报编号"),
    gettext_lazy("事件编号"),
    gettext_lazy("事件"),
    gettext_lazy("等级"),
    gettext_lazy("通报单位"),
    gettext_lazy("主办或协办"),
    gettext_lazy("通报时间"),
    gettext_lazy("发送人"),
    gettext_lazy("通报时限"),
    gettext_lazy("送达时间"),
    gettext_lazy("送达凭证"),
    gettext_lazy("签收时限"),
    gettext_lazy("签收时间"),
    gettext_lazy("签收人"),
    gettext_lazy("反馈时限"),
    gettext_lazy("反馈时间"),
    gettext_lazy("反馈结论"),
    gettext_lazy("状态"),
    gettext_lazy("退回理由"),
    gettext_lazy("是否超时"),
)


def notice_lines(notices: Sequence[Notice], officer: Officer) -> list[Cells]:
    """Return the cells of some notices of one bureau: two queries for all."""
    del officer
    prefetch_related_objects(list(notices), "proofs", "reports")
    return [_line(notice) for notice in notices]


def _line(notice: Notice) -> Cells:
    proof = next(iter(notice.proofs.all()), None)
    reports = sorted(notice.reports.all(), key=lambda row: row.at)
    last = reports[-1] if reports else None
    clocks = (notice.notice_clock, notice.receipt_clock, notice.report_clock)
    return [
        notice.number,
        notice.incident.number,
        notice.incident.title,
        _(Grade(notice.incident.grade).label),
        notice.unit.name,
        _("主办") if notice.lead else _("协办"),
        minute(notice.sent_at),
        notice.sent_by.name,
        _due(notice.notice_clock),
        minute(notice.delivered_at),
        _(PROOFS[proof.kind]) if proof else "",
        _due(notice.receipt_clock),
        minute(notice.signed_at),
        notice.signed_label or (notice.signed_by.name if notice.signed_by else ""),
        _due(notice.report_clock),
        minute(last.at) if last else "",
        _(Finding(last.finding).label) if last else "",
        notice.get_state_display(),
        notice.return_reason,
        _("是") if any(clock and clock.breached_at for clock in clocks) else _("否"),
    ]


def _due(clock: Clock | None) -> str:
    return minute(clock.due_at) if clock else ""


NOTICES = Register("notices", gettext_lazy("通报台账"), HEADINGS, notice_lines)
