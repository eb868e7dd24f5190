"""通报台账: each notice from sending to report, with its deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.clocks.models import Clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import Finding
from huiying.web.shared.proof_words import PROOFS
from huiying.web.shared.registers.register import BureauReader, Cells, Register, minute
from huiying.work.casework.notices.models import Notice, NoticeState

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


COLUMNS = (
    "number",
    "lead",
    "state",
    "sent_at",
    "delivered_at",
    "signed_at",
    "signed_label",
    "return_reason",
    "incident__number",
    "incident__title",
    "incident__grade",
    "unit__name",
    "sent_by__name",
    "signed_by__name",
    *(
        f"{clock}__{field}"
        for clock in ("notice_clock", "receipt_clock", "report_clock")
        for field in ("due_at", "breached_at")
    ),
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What many lines say alike, in the language of the reader."""

    grades: dict[int, str]
    proofs: dict[str, str]
    findings: dict[str, str]
    states: dict[str, str]
    lead: tuple[str, str]
    late: tuple[str, str]


def _words() -> _Words:
    return _Words(
        grades={int(grade): _(grade.label) for grade in Grade},
        proofs={kind: _(words) for kind, words in PROOFS.items()},
        findings={str(found): _(found.label) for found in Finding},
        states={str(state): str(state.label) for state in NoticeState},
        lead=(_("协办"), _("主办")),
        late=(_("否"), _("是")),
    )


def notice_lines(notices: Sequence[Notice], reader: BureauReader) -> list[Cells]:
    """Return the cells of some notices of one bureau: two queries for all."""
    del reader
    # Lists, not managers: of fifty thousand rows each manager would cost a query object.
    prefetch_related_objects(
        list(notices),
        Prefetch("proofs", to_attr="listed_proofs"),
        Prefetch("reports", to_attr="listed_reports"),
    )
    words = _words()
    return [_line(notice, words) for notice in notices]


def _line(notice: Any, words: _Words) -> Cells:
    proof = notice.listed_proofs[0] if notice.listed_proofs else None
    last = max(notice.listed_reports, key=lambda row: row.at, default=None)
    incident = notice.incident
    clocks = (notice.notice_clock, notice.receipt_clock, notice.report_clock)
    return [
        notice.number,
        incident.number,
        incident.title,
        words.grades[incident.grade],
        notice.unit.name,
        words.lead[notice.lead],
        minute(notice.sent_at),
        notice.sent_by.name,
        _due(notice.notice_clock),
        minute(notice.delivered_at),
        words.proofs[proof.kind] if proof else "",
        _due(notice.receipt_clock),
        minute(notice.signed_at),
        notice.signed_label or (notice.signed_by.name if notice.signed_by else ""),
        _due(notice.report_clock),
        minute(last.at) if last else "",
        words.findings[last.finding] if last else "",
        words.states[notice.state],
        notice.return_reason,
        words.late[any(clock and clock.breached_at for clock in clocks)],
    ]


def _due(clock: Clock | None) -> str:
    return minute(clock.due_at) if clock else ""


NOTICES = Register("notices", gettext_lazy("通报台账"), HEADINGS, notice_lines, COLUMNS)
