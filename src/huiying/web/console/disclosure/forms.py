"""Forms of disclosure: withholding, review, sealing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.disclosure.grounds import ground_choices, seal_choices
from huiying.web.console.shared.forms import moment_field


class KeepForm(forms.Form):
    """One passage, on one ground of the law."""

    conditional = ("harm",)

    passage = forms.CharField(
        label=_("不予公开的文字"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("从稿子里照原样复制。能分开的只划必须不公开的那几个字。"),
    )
    ground = forms.ChoiceField(
        label=_("依据"),
        help_text=_("仅限法律列举的理由；“负面”“影响形象”不是理由。"),
    )
    reason = forms.CharField(
        label=_("适用该条的理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("读者可见；不得写不予公开的内容。"),
    )
    harm = forms.CharField(
        label=_("公开将造成的损害"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("依据“危及安全、稳定”或“可以不公开”的，必须写。不公开。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = ground_choices()  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """Whether it stays back, and why."""

    decision = forms.ChoiceField(
        label=_("复审结论"),
        choices=[("keep", _("仍不公开，到期再审")), ("open", _("应当公开，由起草人更正"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class LeakReportForm(forms.Form):
    """泄密报告: when and to whom it was made; not what the secret was."""

    at = moment_field(_("报告时间"))
    reported_to = forms.CharField(
        label=_("报告机关"),
        max_length=200,
        help_text=_("同级保密行政管理部门和上级机关。不得写涉密内容。"),
    )


class SealForm(forms.Form):
    """Why published words must not stay readable."""

    ground = forms.ChoiceField(
        label=_("依据"), help_text=_("读者可见依据。文字有误、观感不佳均不是理由：请更正。")
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不公开。不得写封存内容。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = seal_choices()  # type: ignore[attr-defined]
