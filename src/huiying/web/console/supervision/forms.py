"""Forms of supervision items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import ReasonForm, moment_field, unchosen
from huiying.web.shared.widgets import text_area


class OpenForm(forms.Form):
    """立项督办: which unit, what it must answer, by when."""

    unit = forms.TypedChoiceField(label=_("承办单位"), coerce=int)
    demand = forms.CharField(
        label=_("督办事项"),
        max_length=400,
        widget=text_area(3),
        help_text=_("写明须反馈的内容，不写个人信息。"),
    )
    due = moment_field(
        _("反馈期限"),
        required=False,
        help_text=_("不填的，按批示或上级要求的期限；未定期限的，按规则，不得更晚。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class ReassignForm(ReasonForm):
    """改派: to which unit, and why."""

    unit = forms.TypedChoiceField(label=_("改派给"), coerce=int)
    field_order = ["unit", "reason"]

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """申请销号: what was checked."""

    text = forms.CharField(label=_("审核意见"), max_length=400, widget=text_area(3))
