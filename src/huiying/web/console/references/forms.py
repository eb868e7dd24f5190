"""Forms of references, contacts and promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.web.console.shared.forms import (
    FileForm,
    day_field,
    moment_field,
    unchosen,
)
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.work.casework.references.actions.record_contact import ContactInput


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
    received = day_field(
        _("收到的日期"),
        required=False,
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


class ContactForm(forms.Form):
    """登记联系: how, when, with what result, when again."""

    conditional = ("document", "organ", "issued_on", "file", "note", "place", "next_at")

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
            "处理（复查、复核）意见书送达的必填，其他不填。信访事项只凭本局签发的答复、书面意见书或撤回结束；意见书和撤回须由另一人核签，核签前法定期限继续计算。"
        ),
    )
    organ = forms.CharField(
        label=_("出具意见书的机关"),
        required=False,
        max_length=100,
        help_text=_("信访事项的意见书必填。"),
    )
    issued_on = day_field(
        _("意见书上的日期"), required=False, help_text=_("信访事项的意见书必填。")
    )
    file = StoredFileField(
        label=_("意见书扫描件"),
        required=False,
        demand=_("信访事项的意见书必填。"),
    )
    note = forms.CharField(
        label=_("答复内容"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "撤回的必填：撤回方式和依据材料。意见书的必填：送达凭证，如挂号信编号、签收回执。写事项，不写个人。"
        ),
    )
    place = forms.CharField(
        label=_("接待地点"), required=False, max_length=100, help_text=_("来访接待须填。")
    )
    next_at = moment_field(
        _("下次联系时间"),
        required=False,
        help_text=_("尚未答复的必填；到期提醒，联系上后停止。"),
    )

    def attempt(self, bureau_id: int) -> ContactInput:
        """Return the attempt as the act wants it; a file lies on disk from then on."""
        data = self.cleaned_data
        return ContactInput(
            ContactMethod(data["way"]),
            ContactOutcome(data["outcome"]),
            data["at"],
            data["note"],
            data["place"],
            data["next_at"],
            data["document"],
            data["organ"],
            data["issued_on"],
            store_upload(bureau_id, data["file"]),
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
    due = day_field(_("兑现期限"), help_text=_("至当日 24 时。兑现前持续列示，逾期不消失。"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class FulfilmentForm(FileForm):
    """登记兑现: how it was kept, with material."""

    how = forms.CharField(
        label=_("兑现方式"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["how", "file", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True
