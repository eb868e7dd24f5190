"""Forms of guidance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import MomentField


class GuidanceForm(forms.Form):
    """出口径: the line, the brief, what is not known; what changed when it is not the first."""

    agreed_line = forms.CharField(
        label=_("口径"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("各单位对外都这样说。只写核实过的事，用自己的话。"),
    )
    brief = forms.CharField(
        label=_("答问参考"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一问一答，每行一句：问：…… 答：……"),
    )
    unknown = forms.CharField(
        label=_("尚未查明的"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("未查清的，不推测、不表述；写明预计查明时间。"),
    )
    change_note = forms.CharField(
        label=_("修改内容和理由"),
        max_length=200,
        help_text=_("各单位可见，并须重新签收。"),
    )

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["change_note"]


class AnsweredForm(forms.Form):
    """登记在外答复: where, when, what; whether it keeps to the line, as a person sees it."""

    conditional = ("departs_how",)

    place = forms.CharField(
        label=_("答复渠道"),
        max_length=100,
        help_text=_("平台、栏目或场合。只登记以单位名义公开作出的答复。"),
    )
    at = MomentField(
        label=_("答复时间"),
        required=False,
        help_text=_("如 2026-11-24 14:05；不填则为当前时间。"),
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
    )
    text = forms.CharField(
        label=_("答复内容"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("按原文抄录。不得写个人信息。"),
    )
    link = forms.CharField(label=_("链接"), max_length=400, required=False)
    compared = forms.ChoiceField(
        label=_("与口径比"),
        choices=[("same", _("一致")), ("departs", _("有出入"))],
        widget=forms.RadioSelect,
        initial="same",
        help_text=_("由登记人对照当时口径判断，系统不作比较。"),
    )
    departs_how = forms.CharField(
        label=_("差异说明"),
        max_length=400,
        required=False,
        help_text=_("选“有出入”的必填。"),
    )


class AnsweredByForm(AnsweredForm):
    """The same, for a unit that the desk names."""

    unit = forms.TypedChoiceField(label=_("答复单位"), coerce=int, widget=forms.RadioSelect)
    field_order = ["unit"]

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
