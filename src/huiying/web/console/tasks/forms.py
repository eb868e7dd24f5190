"""Forms of tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import FileForm, ReasonForm, moment_field, unchosen


class ReportForm(FileForm):
    """反馈: what was done and what came of it."""

    text = forms.CharField(
        label=_("怎么办的，结果怎样"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写做了什么、在哪里、还剩什么。不要写个人信息。"),
    )
    field_order = ["text", "file", "words"]


class RecheckForm(FileForm):
    """现场复核: what was seen, by somebody else."""

    passed = forms.TypedChoiceField(
        label=_("复核结果"),
        choices=[("yes", _("已办到")), ("no", _("没有办到，退回重办"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("在现场看到什么"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["passed", "text", "file", "words"]


class CloseForm(forms.Form):
    """验收: a word, if there is one to say."""

    text = forms.CharField(
        label=_("验收意见"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReassignForm(ReasonForm):
    """改派: to which unit or team, and why."""

    to = forms.ChoiceField(label=_("改派给"))
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, takers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = unchosen(takers)  # type: ignore[attr-defined]


class InstructForm(ReasonForm):
    """副组长批示: who does it, by when, and how."""

    unit = forms.TypedChoiceField(label=_("由谁办"), coerce=int)
    due = moment_field(_("办理期限"))
    field_order = ["unit", "due", "reason"]

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["reason"].label = _("批示")
