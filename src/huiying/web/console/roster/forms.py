"""Forms of the duty roster: shifts of a day or of repeating weeks, a change, a hand-over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roster.actions.hand_over import MAX_NOTE_LENGTH
from huiying.policy.time.spans import Span, days_of_weeks, shift_span
from huiying.web.console.roster.weeks import USUAL
from huiying.web.console.shared.forms import unchosen
from huiying.web.shared.widgets import day_input

LONGEST_REPEAT = timedelta(days=366)
WEEKDAYS = [
    (0, gettext_lazy("周一")),
    (1, gettext_lazy("周二")),
    (2, gettext_lazy("周三")),
    (3, gettext_lazy("周四")),
    (4, gettext_lazy("周五")),
    (5, gettext_lazy("周六")),
    (6, gettext_lazy("周日")),
]
Choices = list[tuple[Any, str]]
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ShiftForm(forms.Form):
    """One shift, or the same shift on chosen days of every week until a day."""

    conditional = ("weekdays", "until")

    officer = forms.TypedChoiceField(label=gettext_lazy("值班人员"), coerce=int)
    leader = forms.TypedChoiceField(
        label=gettext_lazy("带班领导"), coerce=int, required=False, empty_value=None
    )
    name = forms.CharField(
        label=gettext_lazy("班次名称"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("例如白班、夜班。"),
    )
    day = forms.DateField(label=gettext_lazy("值班日期"), widget=day_input())
    start = forms.TimeField(label=gettext_lazy("值班开始"), widget=HOUR)
    end = forms.TimeField(
        label=gettext_lazy("值班结束"),
        widget=HOUR,
        help_text=gettext_lazy("不晚于开始时间的，计至次日。"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("每周重复"),
        coerce=int,
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("仅排当日的不选；填写重复截止日期的必选。"),
    )
    until = forms.DateField(
        label=gettext_lazy("重复截止日期"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("选了每周重复的必填，最多一年。"),
    )

    def __init__(self, *args: Any, officers: Choices, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = unchosen(officers)  # type: ignore[attr-defined]
        self.fields["leader"].choices = [("", _("无")), *leaders]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Return the name as it is stored: a usual one not in the language of the page."""
        name: str = self.cleaned_data["name"]
        return {_(usual): usual for usual in USUAL}.get(name, name)

    def clean(self) -> dict[str, Any]:
        """Turn day, times and weekdays into spans."""
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        first, last = values["day"], values["until"]
        if bool(values["weekdays"]) != bool(last):
            self.add_error("until", _("每周重复须选定星期，并填写重复截止日期。"))
        elif last and not first <= last <= first + LONGEST_REPEAT:
            self.add_error("until", _("须在开始日期之后，最多重复一年。"))
        else:
            values["spans"] = self._spans(values, first, last)
            if not values["spans"]:
                self.add_error("weekdays", _("所选日期范围内无所选星期。"))
        return values

    def _spans(self, values: dict[str, Any], first: date, last: date | None) -> list[Span]:
        days = days_of_weeks(first, last, set(values["weekdays"])) if last else [first]
        return [shift_span(day, values["start"], values["end"]) for day in days]


class ReplaceForm(forms.Form):
    """Who keeps the shift instead, and why."""

    officer = forms.TypedChoiceField(label=gettext_lazy("调整后值班人员"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, officers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = unchosen(officers)  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """What the next shift must know."""

    text = forms.CharField(
        label=gettext_lazy("交接事项"),
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "写明待办事项、等待单位和时间要求；无交接事项的写“无”。提交后不可修改，可另行补充。"
        ),
    )
