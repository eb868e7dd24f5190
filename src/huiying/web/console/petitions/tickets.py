"""导入工单: rows of 12345 and of 信访系统 become petitions, each under its number there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.policy.time.moments import YEARS
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.column_help import listed
from huiying.web.console.shared.sheet_import import Cells, Column, sheet_view
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import Submission, check_submission
from huiying.work.petitions.petitions.actions.submit import submit_petition
from huiying.work.petitions.petitions.queries import known_outside_numbers

CHANNELS = (PetitionChannel.HOTLINE, PetitionChannel.SYSTEM)
KIND_WORDS: Final = {
    "咨询": PetitionKind.QUESTION,
    "求助": PetitionKind.CLAIM,
    "投诉": PetitionKind.CLAIM,
    "申诉求决": PetitionKind.CLAIM,
    "诉求": PetitionKind.CLAIM,
    "建议": PetitionKind.SUGGESTION,
    "建议意见": PetitionKind.SUGGESTION,
    "意见建议": PetitionKind.SUGGESTION,
    "涉法涉诉": PetitionKind.LITIGATION,
    "检举控告": None,
    "举报": None,
}
"""What other systems call a kind; None = an accusation."""


@form_page
def tickets(request: OfficerRequest, channel: str) -> HttpResponse:
    """Rows of another system, looked at before they are taken in."""
    require(request.user, Capability.HANDLE_PETITIONS)
    if channel not in CHANNELS:
        raise Http404
    return sheet_view(request, TicketSheet(request.user, PetitionChannel(channel), clock.now()))


class TicketSheet:
    """Tickets: number there, when received, kind, title, text, who sent it."""

    def __init__(self, officer: Officer, channel: PetitionChannel, now: datetime) -> None:
        self._by, self._channel, self._now = officer, channel, now
        self.title = _("导入%(system)s") % {"system": _(channel.label)}
        self.lead = _(
            "每行一件。原文加密保存，遮盖后待核对登记；已收过的编号不重复收，检举控告单独保存。"
        )
        self.back = reverse("console:petitions")
        self.file_name = "tickets"
        self.columns: Sequence[Column] = (
            Column(
                "number",
                _("工单编号"),
                ("工单编号", "编号", "工单号", "信访件编号", "受理编号"),
                required=True,
            ),
            Column(
                "received",
                _("收到时间"),
                ("收到时间", "受理时间", "来电时间", "登记时间", "创建时间"),
                required=True,
                values=_("日期和时间，如 2026-11-24 09:30"),
            ),
            Column(
                "kind",
                _("类别"),
                ("类别", "诉求类型", "工单类型", "信访目的"),
                values=_("%(kinds)s；其他写法按申诉求决") % {"kinds": listed(KIND_WORDS)},
            ),
            Column("title", _("标题"), ("标题", "主题")),
            Column("name", _("姓名"), ("姓名", "来电人", "信访人", "联系人")),
            Column("phone", _("电话"), ("电话", "联系电话", "来电号码")),
            Column("address", _("住址"), ("住址", "联系地址")),
            Column(
                "text",
                _("内容"),
                ("内容", "诉求内容", "反映内容", "工单内容", "问题描述"),
                required=True,
            ),
        )
        cells = (
            "GD20261124001",
            "2026-11-24 09:30",
            _("投诉"),
            _("来访登记排队"),
            "",
            "",
            "",
            _("来访登记排队三小时，请增开窗口。"),
        )
        labels = [column.label for column in self.columns]
        self.example: Sequence[tuple[str, str]] = list(zip(labels, cells, strict=True))

    def check(self, rows: Sequence[Cells]) -> Mapping[int, str]:
        """Return what is wrong with rows, beside what was taken in and each other."""
        known = known_outside_numbers(
            self._by.bureau_id, str(self._channel), [row["number"] for row in rows]
        )
        wrong: dict[int, str] = {}
        seen: set[str] = set()
        for place, row in enumerate(rows):
            number = row["number"]
            try:
                check_submission(self._submission(row), self._now)
            except (Refused, ValueError) as error:
                wrong[place] = str(error)
                continue
            if number in known:
                wrong[place] = _("该编号的工单已登记，未重复登记。")
            elif number in seen:
                wrong[place] = _("与前面一行的编号相同。")
            seen.add(number)
        return wrong

    def add(self, rows: Sequence[Cells]) -> str:
        """Take each row in, in a transaction of its own.

        A row that somebody else took in meanwhile is named and left; the others stay.
        """
        taken, left = 0, []
        for row in rows:
            try:
                submit_petition(
                    bureau=self._by.bureau,
                    submission=self._submission(row),
                    officer=self._by,
                    now=self._now,
                )
            except Refused:
                left.append(row["number"])
            else:
                taken += 1
        words = ngettext("已收 %(count)s 件。", "已收 %(count)s 件。", taken)
        words = words % {"count": taken}
        if left:
            numbers = _("、").join(left)
            words += _("已登记过，未重复收：%(numbers)s。") % {"numbers": numbers}
        return words

    def _submission(self, row: Cells) -> Submission:
        if not row["number"]:
            raise ValueError(_("缺少工单编号。"))
        return Submission(
            original=OriginalText(
                row["text"], row["title"], row["name"], row["address"], row["phone"]
            ),
            kind=_kind(row["kind"]),
            channel=self._channel,
            received_at=_moment(row["received"]),
            outside_number=row["number"],
        )


def _kind(text: str) -> PetitionKind | None:
    """Return the kind; what nobody knows is a claim, whose periods are the law's."""
    return KIND_WORDS.get(text.strip(), PetitionKind.CLAIM)


def _moment(text: str) -> datetime:
    plain = text.strip().replace("/", "-").replace("年", "-").replace("月", "-")
    plain = plain.replace("日", "")
    try:
        found = parse_datetime(plain)
        day = parse_date(plain) if found is None else None
    except ValueError:
        found = day = None
    if day is not None:
        found = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    if found is None or found.year not in YEARS:
        raise ValueError(
            _("“%(text)s”时间格式有误，请按“2026-12-01 08:30”填写。") % {"text": text or "…"}
        )
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=LOCAL)
