"""Forms of triage.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _word
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.web.console.shared.forms import GRADES, grade_ground_field
from huiying.work.incidents.incidents.queries import incidents_in_sight


class ConfirmForm(forms.Form):
    """立为事件: the grade is a signed decision."""

    conditional = ("ground", "reason", "not_negative")

    title = forms.CharField(label=_("事件标题"), max_length=200)
    grade = forms.TypedChoiceField(
        label=_("舆情等级"), coerce=int, choices=GRADES, widget=forms.RadioSelect
    )
    ground = grade_ground_field()
    reason = forms.CharField(
        label=_("定级理由"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("与系统建议不一致的，须写明理由。批评本局或领导不是定级理由。"),
    )
    not_negative = forms.CharField(
        label=_("不属于负面舆情的理由"),
        required=False,
        max_length=400,
        help_text=_("定为重大且不属于负面的，须填写；另一人签署前，仍按 30 分钟计时。"),
    )
    unit = forms.TypedChoiceField(
        label=_("同时通报"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("随登记一并发出，单位即时收到；另有协办单位的，在事件页通报。"),
    )
    guidance = forms.CharField(
        label=_("交代事项"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明核实内容、对外口径和尚未查明的事项。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units:
            none = ("", _word("暂不通报，登记后在事件页通报"))
            self.fields["unit"].choices = [*units, none]  # type: ignore[attr-defined]
        else:  # nobody to notify, or who grades does not notify
            del self.fields["unit"], self.fields["guidance"]


class OptionalReasonForm(forms.Form):
    """Taking back: at once without a reason, later with one."""

    conditional = ("reason",)

    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("1 分钟内撤回本人决定的，可不填写；超过 1 分钟须写明。"),
    )


OFFERED = 200


def merge_targets(officer: Officer) -> list[tuple[str, str]]:
    """Return (number, number and title) of incidents that are not set aside themselves."""
    rows = incidents_in_sight(officer).exclude(stage__in=SET_ASIDE)
    newest = rows.order_by("-opened_at")[:OFFERED]
    return [(row.number, f"{row.number} {row.title}") for row in newest]
