"""Forms of release plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import MomentField
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.web.shared.widgets import moment_input
from huiying.work.responses.outlets.actions.record_carried import CarriedInput

Choices = Sequence[tuple[Any, str]]


class LineForm(forms.Form):
    """一个渠道: the place of the list, whose it is, when it is to go out."""

    account = forms.TypedChoiceField(
        label=_("官方账号或媒体"),
        coerce=int,
        help_text=_("仅可选择清单内账号。未列入的，先在“官方账号”登记。"),
    )
    owner = forms.TypedChoiceField(label=_("发布单位"), coerce=int)
    planned_at = MomentField(label=_("计划时间"), widget=moment_input())

    def __init__(self, *args: Any, units: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = units  # type: ignore[attr-defined]
        self.fields["account"].choices = places  # type: ignore[attr-defined]


class CarriedForm(forms.Form):
    """登记已发: when, with what proof, in which words."""

    conditional = ("proof",)

    at = MomentField(label=_("发出时间"), widget=moment_input())
    link = forms.URLField(
        label=_("网址"), max_length=500, required=False, assume_scheme="https"
    )
    proof = forms.CharField(
        label=_("凭证"),
        max_length=300,
        required=False,
        help_text=_("未填网址、未附截图的必填，如“云川日报 11 月 25 日二版”“云川新闻 19:30”。"),
    )
    file = StoredFileField(label=_("截图或扫描件"), required=False)
    text = forms.CharField(
        label=_("渠道上的文字"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("把渠道上现在的文字原样贴来，与发布的版本逐句比对。"),
    )

    def carried_input(self, bureau_id: int) -> CarriedInput:
        """Return what was seen, as the act wants it; a file lies encrypted on disk then."""
        values = dict(self.cleaned_data)
        return CarriedInput(file=store_upload(bureau_id, values.pop("file")), **values)


class ExplanationForm(forms.Form):
    """An act that says what happened, or how one looked."""

    why = forms.CharField(
        label=_("说明"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
