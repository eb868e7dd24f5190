"""Forms of references, contacts and promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Unit
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.policy.time.petitions import ForwardManner
from huiying.web.console.shared.forms import FileForm, ReasonForm, moment_field, unchosen
from huiying.work.casework.references.actions.record_contact import ContactInput
from huiying.work.petitions.periods.actions.forward import Forwarding


class BindForm(forms.Form):
    """绑定来件: its kind and number, what it is about; who it came from only if needed."""

    origin = forms.ChoiceField(
        label=_("来件来源"),
        choices=[(origin.value, _(origin.label)) for origin in ReferenceKind],
        widget=forms.RadioSelect,
    )
    outside_number = forms.CharField(
        label=_("对方编号"),
        max_length=60,
        help_text=_("信访件编号、工单号；网帖写网址或楼层。"),
    )
    label = forms.CharField(
        label=_("事由"),
        max_length=200,
        help_text=_("写事项，不写个人：姓名、电话、住址自动遮盖。"),
    )
    received = forms.DateField(
        label=_("收到的日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "信访件和来访必填：自该日起计算本局转送、交办的法定期限。由其他系统计时的，不填。"
        ),
    )
    identity = forms.CharField(
        label=_("来件人联系方式"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("原系统可查的不必抄录。抄录的加密保存，查看须写明理由并记入审计记录。"),
    )

    conditional = ("received",)


class DayForm(forms.Form):
    """On which day something happened to a petition."""

    day = forms.DateField(
        label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class LateDayForm(DayForm):
    """A day, and why it is recorded long after."""

    conditional: tuple[str, ...] = ("late_reason",)

    late_reason = forms.CharField(
        label=_("补登理由"),
        required=False,
        max_length=200,
        help_text=_("日期早于三日前的必填，写明依据材料；记入审计记录。"),
    )


class ForwardForm(LateDayForm):
    """转送、交办: to whom, how, when the result is due."""

    conditional = ("result_due", "late_reason")

    competent = forms.TypedChoiceField(label=_("有权处理的单位"), coerce=int)
    manner = forms.ChoiceField(
        label=_("方式"),
        choices=[(manner.value, _(manner.label)) for manner in ForwardManner],
        widget=forms.RadioSelect,
    )
    result_due = forms.DateField(
        label=_("反馈结果的日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("交办的须填。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["competent"].choices = unchosen(units)  # type: ignore[attr-defined]

    def forwarding(self, competent: Unit) -> Forwarding:
        """Return what was filled in as the act wants it."""
        data = self.cleaned_data
        manner = ForwardManner(data["manner"])
        return Forwarding(
            competent, manner, data["day"], data["result_due"], data["late_reason"]
        )


class ObjectionForm(DayForm, ReasonForm):
    """职权异议: when it was raised, and why."""


class PetitionExtensionForm(ReasonForm):
    """延期: by how many days, why, when the petitioner heard the reason."""

    days = forms.IntegerField(label=_("延长几日"), min_value=1, max_value=30)
    informed = forms.DateField(
        label=_("告知信访人理由的日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ReviewForm(DayForm):
    """复查、复核: by which superior body, since which day."""

    superior = forms.CharField(
        label=_("上一级机关"),
        max_length=100,
        help_text=_("复查、复核由原办理机关的上一级机关办理。"),
    )


class ContactForm(forms.Form):
    """登记联系: how, when, with what result, when again."""

    conditional = ("place", "next_at")

    way = forms.ChoiceField(
        label=_("方式"),
        choices=[(way.value, _(way.label)) for way in ContactMethod],
        widget=forms.RadioSelect,
    )
    at = moment_field(_("联系时间"))
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[(outcome.value, _(outcome.label)) for outcome in ContactOutcome],
        widget=forms.RadioSelect,
    )
    document = forms.CharField(
        label=_("意见书文号"),
        required=False,
        max_length=60,
        help_text=_(
            "处理（复查、复核）意见书送达时填写。信访件和来访只凭书面意见书或撤回结束；撤回须由另一人核签。"
        ),
    )
    note = forms.CharField(
        label=_("答复内容"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写事项，不写个人。"),
    )
    place = forms.CharField(
        label=_("接待地点"), required=False, max_length=100, help_text=_("来访接待须填。")
    )
    next_at = moment_field(
        _("下次联系时间"),
        required=False,
        help_text=_("尚未答复的必填；到期提醒，联系上后停止。"),
    )

    def tried(self) -> ContactInput:
        """Return the attempt as the act wants it."""
        data = self.cleaned_data
        return ContactInput(
            ContactMethod(data["way"]),
            ContactOutcome(data["outcome"]),
            data["at"],
            data["note"],
            data["place"],
            data["next_at"],
            data["document"],
        )


class PromiseForm(forms.Form):
    """登记承诺: the words, where they were said, who keeps them, by which day."""

    text = forms.CharField(
        label=_("承诺原话"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.CharField(
        label=_("公开承诺的场合"),
        max_length=200,
        help_text=_("如“公开回应 2026-0001 第 1 版”。"),
    )
    unit = forms.TypedChoiceField(label=_("兑现单位"), coerce=int)
    due = forms.DateField(
        label=_("兑现期限"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("至当日 24 时。兑现前持续列示，逾期不消失。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class PromiseKeptForm(FileForm):
    """登记兑现: how it was kept, with material."""

    how = forms.CharField(
        label=_("兑现方式"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["how", "file", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True
