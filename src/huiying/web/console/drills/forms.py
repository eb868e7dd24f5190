"""Forms of drills."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_script import LONGEST, MOST_CHARS, SHORTEST
from huiying.web.console.shared.forms import GRADES, unchosen
from huiying.web.shared.widgets import text_area

Choices = list[tuple[Any, str]]


class DrillForm(forms.Form):
    """演练: what is practised, for how long, who takes part, what happens when."""

    title = forms.CharField(label=_("演练名称"), max_length=120)
    objectives = forms.CharField(label=_("演练目的"), max_length=4_000, widget=text_area(3))
    minutes = forms.IntegerField(
        label=_("演练时长（分钟）"), min_value=SHORTEST, max_value=LONGEST, initial=120
    )
    grade = forms.TypedChoiceField(
        label=_("情形对应的等级"),
        required=False,
        coerce=lambda text: Grade(int(text)),
        empty_value=None,
        help_text=_("填写后，结果核对是否按此定级。"),
    )
    units = forms.TypedMultipleChoiceField(
        label=_("参演单位"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("结果核对这些单位是否都已通报。"),
    )
    steps = forms.CharField(
        label=_("演练脚本"),
        max_length=MOST_CHARS,
        widget=text_area(14),
        help_text=_(
            "每行一项：分钟 | 种类 | 平台或单位 | 内容。种类：帖文、升温、第二事件、退回通报、"
            "领导批示、渠道中断；平台后写“×20”为 20 条；渠道中断在第三栏写分钟数。"
            "不写姓名、电话、账号。"
        ),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units  # type: ignore[attr-defined]
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            ("", _("不核对")),
            *((value, str(label)) for value, label in GRADES),
        ]


class SourceForm(forms.Form):
    """选择事件: whose posts are replayed."""

    incident = forms.ChoiceField(label=_("已办结事件"))

    def __init__(self, *args: Any, incidents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = unchosen(incidents)  # type: ignore[attr-defined]
