"""Forms of reports: by line, of a period, of a recipient, of a proof, of the times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.organisation.queries import agencies_of, superiors_of
from huiying.policy.procedure.reports import (
    CHOSEN_PERIOD_KINDS,
    INCIDENT_KINDS,
    MatterClass,
    ReportKind,
    Way,
)
from huiying.policy.time.zone import DAY, LOCAL
from huiying.web.console.shared.forms import moment_field
from huiying.web.shared.widgets import day_input, text_area
from huiying.work.reports.core.content import MAX_LINE, Line
from huiying.work.reports.core.models import MAX_TITLE
from huiying.work.reports.deliveries.models import ReceiptProof
from huiying.work.reports.drafting.actions.edit_report import MAX_OMISSION_REASON
from huiying.work.reports.figures import Span
from huiying.work.reports.routing.actions.edit_recipient import (
    MAX_BASIS,
    MAX_REASON,
    RecipientInput,
)
from huiying.work.reports.schedules.terms import TERMS, ScheduleInput

LINE = "line_"
SHORT, ROWS = 60, 6  # characters of a line with few rows; rows of a longer one
WEEKDAYS = [
    (0, gettext_lazy("周一")),
    (1, gettext_lazy("周二")),
    (2, gettext_lazy("周三")),
    (3, gettext_lazy("周四")),
    (4, gettext_lazy("周五")),
    (5, gettext_lazy("周六")),
    (6, gettext_lazy("周日")),
]
WEEK = 7


class StartForm(forms.Form):
    """Which report about an incident."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("报告种类"),
        coerce=ReportKind,
        choices=[(str(one), gettext_lazy(one.label)) for one in INCIDENT_KINDS],
        widget=forms.RadioSelect,
    )


class PeriodForm(forms.Form):
    """Which regular report, and on which day it ends."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("报告种类"),
        coerce=ReportKind,
        choices=[(str(one), gettext_lazy(one.label)) for one in CHOSEN_PERIOD_KINDS],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label=gettext_lazy("报告期内任一日"),
        widget=day_input(),
        help_text=gettext_lazy("按该日所在的日、周（周一起）、月、年汇总；本期须已结束。"),
    )

    def span(self) -> Span:
        """Return the whole period that holds the day."""
        kind, day = self.cleaned_data["kind"], self.cleaned_data["day"]
        first, after = day, day + DAY
        if kind == ReportKind.WEEKLY:
            first = day - timedelta(days=day.weekday())
            after = first + timedelta(days=WEEK)
        elif kind == ReportKind.MONTHLY:
            first = day.replace(day=1)
            after = (first + timedelta(days=31)).replace(day=1)
        elif kind == ReportKind.ANNUAL:
            first = date(day.year, 1, 1)
            after = date(day.year + 1, 1, 1)
        return Span(_begin(first), _begin(after))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL)


class ReportForm(forms.Form):
    """A report by line, and whom it goes to."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=MAX_TITLE)

    def __init__(
        self,
        *args: Any,
        lines: Sequence[Line],
        offered: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        """Take the lines as they stand, and the rows of the table of recipients."""
        super().__init__(*args, **kwargs)
        for line in lines:
            rows = 2 if len(line.text) <= SHORT else ROWS
            self.fields[f"{LINE}{line.code}"] = forms.CharField(
                label=line.heading,
                max_length=MAX_LINE,
                required=False,
                initial=line.text,
                widget=text_area(rows),
            )
        self.fields["recipients"] = forms.TypedMultipleChoiceField(
            label=_("报送对象"),
            coerce=int,
            choices=offered,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("按“设置—归口报送”的表选择；签发后不得更改。"),
        )
        self.fields["omission_reason"] = forms.CharField(
            label=_("应报未报的理由"),
            max_length=MAX_OMISSION_REASON,
            required=False,
            widget=text_area(2),
            help_text=_("归口表列有而不报送的机关，须写明理由，由领导一并签发。"),
        )

    def texts(self) -> dict[str, str]:
        """Return the text of each line by its code."""
        return {
            name.removeprefix(LINE): value
            for name, value in self.cleaned_data.items()
            if name.startswith(LINE)
        }


class HandoverForm(forms.Form):
    """Who took a report, and when."""

    who = forms.CharField(
        label=gettext_lazy("接收的科室或岗位"),
        max_length=80,
        help_text=gettext_lazy("写科室或岗位，如“总值班室”，不写姓名。"),
    )
    at = moment_field(
        gettext_lazy("送交或报告的时间"),
        required=False,
        help_text=gettext_lazy("不填为当前时间。"),
    )


class ReceiptForm(HandoverForm):
    """Who confirmed a report, when and how."""

    proof = forms.TypedChoiceField(
        label=gettext_lazy("回执方式"),
        coerce=ReceiptProof,
        choices=[(one.value, one.label) for one in (ReceiptProof.PHONE, ReceiptProof.PAPER)],
        widget=forms.RadioSelect,
    )
    field_order = ["proof", "who", "at"]


class ToldForm(forms.Form):
    """Who was told that a report is withdrawn."""

    who = forms.CharField(
        label=gettext_lazy("告知的科室或岗位"),
        max_length=80,
        help_text=gettext_lazy("写科室或岗位，不写姓名。"),
    )


class RecipientForm(forms.Form):
    """How one body hears of a class, and how fast."""

    conditional: tuple[str, ...] = ("unit", "basis")

    way = forms.TypedChoiceField(
        label=gettext_lazy("报送方式"),
        coerce=Way,
        choices=[(str(one), gettext_lazy(one.label)) for one in Way],
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=gettext_lazy("对应的外单位"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("无"),
        help_text=gettext_lazy("以签名链接、系统推送报送的必选，经该单位的消息渠道发出。"),
    )
    minutes_major = forms.IntegerField(
        label=gettext_lazy("重大：多少分钟内"), min_value=1, required=False
    )
    minutes_significant = forms.IntegerField(
        label=gettext_lazy("较大：多少分钟内"), min_value=1, required=False
    )
    minutes_ordinary = forms.IntegerField(
        label=gettext_lazy("一般：多少分钟内"), min_value=1, required=False
    )
    basis = forms.CharField(
        label=gettext_lazy("时限依据"),
        max_length=MAX_BASIS,
        required=False,
        help_text=gettext_lazy("《制度》第十条未规定时限；填写时限的，须写明文件和条款。"),
    )
    periodic = forms.BooleanField(
        label=gettext_lazy("日报、周报、月报、年度报告也报送"), required=False, initial=True
    )

    def __init__(self, *args: Any, bureau_id: int, **kwargs: Any) -> None:
        """Offer the agencies of the bureau."""
        super().__init__(*args, **kwargs)
        rows: QuerySet[Unit] = agencies_of(bureau_id)
        self.fields["unit"].queryset = rows  # type: ignore[attr-defined]

    def values(self) -> RecipientInput:
        """Return the row as it was typed."""
        return RecipientInput(
            **{name: self.cleaned_data[name] for name in RecipientForm.base_fields}
        )


class AddRecipientForm(RecipientForm):
    """Also which class goes to which body."""

    matter = forms.TypedChoiceField(
        label=gettext_lazy("信息类别"),
        coerce=MatterClass,
        choices=[(str(one), gettext_lazy(one.label)) for one in MatterClass],
    )
    superior: forms.ModelChoiceField[Superior] = forms.ModelChoiceField(
        label=gettext_lazy("上级机关"),
        queryset=None,
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("在“领导小组”登记的上级机关。"),
    )
    field_order = ["matter", "superior"]

    def __init__(self, *args: Any, bureau_id: int, **kwargs: Any) -> None:
        """Offer the superior bodies in use."""
        super().__init__(*args, bureau_id=bureau_id, **kwargs)
        rows: QuerySet[Superior] = superiors_of(bureau_id).filter(active=True)
        self.fields["superior"].queryset = rows  # type: ignore[attr-defined]


class EditRecipientForm(RecipientForm):
    """Also whether it is in use."""

    conditional = ("unit", "basis", "why")

    active = forms.BooleanField(label=gettext_lazy("在用"), required=False)
    why = forms.CharField(
        label=gettext_lazy("变更理由"),
        max_length=MAX_REASON,
        required=False,
        widget=text_area(2),
        help_text=gettext_lazy(
            "停用、放宽时限、改用较弱方式或改变接收单位的必填，由另一人采纳后生效。"
        ),
    )


def _time_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        **options,
    )


SENSITIVE = gettext_lazy("设敏感时期的必填。")


class ScheduleForm(forms.Form):
    """When the bureau reports of itself."""

    conditional = ("sensitive_from", "sensitive_to", "sensitive_at", "reason")

    daily_at = _time_field(
        gettext_lazy("日报：每日报送时间"),
        help_text=gettext_lazy("提前一小时自动拟稿，汇总此前 24 小时；不填则不自动拟日报。"),
    )
    weekly_on = forms.TypedChoiceField(
        label=gettext_lazy("周报：报送日"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", gettext_lazy("不自动拟稿")), *WEEKDAYS],
    )
    weekly_at = _time_field(gettext_lazy("周报：报送时间"))
    monthly_day = forms.IntegerField(
        label=gettext_lazy("月报：次月几日前"),
        min_value=1,
        max_value=28,
        required=False,
        help_text=gettext_lazy("有的单位规定次月 5 日前；不填则不自动拟月报。"),
    )
    annual = forms.BooleanField(label=gettext_lazy("每年 1 月拟上一年度报告"), required=False)
    sensitive_from = forms.DateField(
        label=gettext_lazy("敏感时期：起"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy(
            "设敏感时期的，起、止和报送时间均须填写。期间每日报送，无情况的拟零报告。"
        ),
    )
    sensitive_to = forms.DateField(
        label=gettext_lazy("敏感时期：止"),
        required=False,
        widget=day_input(),
        help_text=SENSITIVE,
    )
    sensitive_at = _time_field(gettext_lazy("敏感时期：每日报送时间"), help_text=SENSITIVE)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=MAX_REASON,
        required=False,
        widget=text_area(2),
        help_text=gettext_lazy("取消、推迟定期报告或缩短敏感时期的必填，由另一人采纳后生效。"),
    )

    def values(self) -> ScheduleInput:
        """Return the times as they were typed."""
        return ScheduleInput(**{name: self.cleaned_data[name] for name in TERMS})
