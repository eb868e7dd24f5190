"""Forms of contingency plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.forms import GRADES, day_field, unchosen
from huiying.web.shared.widgets import text_area

Choices = list[tuple[Any, str]]
MOST_HOURS = 720


class PlanForm(forms.Form):
    """预案: when it is used, who leads, who speaks, what is said first, when it is reviewed."""

    title = forms.CharField(label=_("预案名称"), max_length=120)
    trigger = forms.CharField(
        label=_("启动条件"),
        max_length=4_000,
        widget=text_area(3),
        help_text=_("写明出现什么情况时启动。"),
    )
    grade = forms.TypedChoiceField(
        label=_("对应舆情等级"), coerce=lambda text: Grade(int(text))
    )
    lead_unit = forms.TypedChoiceField(label=_("牵头单位"), coerce=int)
    speaking_unit = forms.TypedChoiceField(
        label=_("发声单位"), coerce=int, help_text=_("谁主管谁发声、谁处置谁发声。")
    )
    holding_statement = forms.CharField(
        label=_("首次回应口径"),
        max_length=4_000,
        widget=text_area(4),
        help_text=_("启动后作为回应稿草稿，仍按规定审核、审定，不自动发布。"),
    )
    review_on = day_field(_("复核日期"), help_text=_("到期未复核的，列表和值班台提示。"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_unit", "speaking_unit"):
            self.fields[name].choices = unchosen(units)  # type: ignore[attr-defined]
        self.fields["grade"].choices = unchosen(  # type: ignore[attr-defined]
            (value, str(label)) for value, label in GRADES
        )


class UnitForm(forms.Form):
    """A form with a unit to choose."""

    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class MeasureForm(UnitForm):
    """处置措施: which unit does what within how many hours."""

    text = forms.CharField(label=_("处置措施"), max_length=400, widget=text_area(3))
    hours = forms.IntegerField(label=_("办理时限（小时）"), min_value=1, max_value=MOST_HOURS)


class QuestionForm(forms.Form):
    """备答: a question and its answer."""

    text = forms.CharField(label=_("问题"), max_length=400, widget=text_area(2))
    detail = forms.CharField(label=_("备答内容"), max_length=4_000, widget=text_area(4))


class ContactForm(UnitForm):
    """联系方式: the telephone of a unit, never of a person."""

    text = forms.CharField(
        label=_("科室或岗位"), max_length=80, help_text=_("如“值班室”，不写姓名。")
    )
    detail = forms.CharField(
        label=_("单位电话"), max_length=40, help_text=_("填写固定电话，不填个人手机。")
    )


class ChooseForm(forms.Form):
    """启动预案: which one."""

    plan = forms.ChoiceField(label=_("处置预案"))

    def __init__(self, *args: Any, plans: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = unchosen(plans)  # type: ignore[attr-defined]


class ActivateForm(forms.Form):
    """核对: the version that was shown, and a tick where the plan is out of date."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    outdated = forms.BooleanField(
        label=_("已知悉：预案未按期复核或有单位停用，所列措施和口径已核对，仍可使用。")
    )

    def __init__(self, *args: Any, outdated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outdated:
            del self.fields["outdated"]
