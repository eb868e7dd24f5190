"""Forms of notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import MomentField


class DeliveredForm(forms.Form):
    """登记送达: by phone or on paper; who answered, and when."""

    kind = forms.ChoiceField(
        label=_("送达方式"),
        choices=[("phone", _("电话")), ("paper", _("书面"))],
        widget=forms.RadioSelect,
        initial="phone",
    )
    who = forms.CharField(
        label=_("接听或签收的岗位"), max_length=100, help_text=_("写岗位，如“办公室值班”。")
    )
    at = MomentField(
        label=_("送达时间"),
        required=False,
        help_text=_("如 2026-11-24 14:05；不填为当前时间。"),
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
    )


class PhoneSignatureForm(forms.Form):
    """电话代签: who answered, and when."""

    who = forms.CharField(
        label=_("接听岗位"), max_length=40, help_text=_("写岗位，如“办公室值班”，不写姓名。")
    )
    at = MomentField(
        label=_("通话时间"),
        required=False,
        help_text=_("如 2026-11-24 14:05；不填为当前时间。"),
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
    )


class ReturnForm(forms.Form):
    """退回: with a reason."""

    reason = forms.CharField(
        label=_("退回理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class RerouteForm(forms.Form):
    """转办: to which unit, and what it is asked; the earlier words are there already."""

    unit = forms.TypedChoiceField(label=_("转办单位"), coerce=int, widget=forms.RadioSelect)
    guidance = forms.CharField(
        label=_("工作要求"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
