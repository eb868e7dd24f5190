"""Forms of liaison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.forms import MomentField, unchosen
from huiying.web.shared.widgets import day_input, moment_input, text_area
from huiying.work.casework.liaison.actions.record_training import TrainingInput
from huiying.work.casework.liaison.actions.register_desk import DeskInput
from huiying.work.casework.liaison.models import Manner

Choices = Sequence[tuple[Any, str]]


class ContactForm(forms.Form):
    """联络点: an office and its duty phone."""

    office = forms.CharField(
        label=_("科室或岗位"), max_length=80, help_text=_("如“水质科”“总值班室”，不写姓名。")
    )
    duty_line = forms.CharField(label=_("值班电话"), max_length=40)
    matters = forms.CharField(
        label=_("联络事项"), max_length=200, required=False, widget=text_area(2)
    )

    def contact(self) -> DeskInput:
        """Return the office as it was typed."""
        data = self.cleaned_data
        return DeskInput(data["office"], data["duty_line"], data["matters"])


class AddContactForm(ContactForm):
    """登记联络点: also of which agency."""

    unit = forms.TypedChoiceField(label=_("外单位"), coerce=int)
    field_order = ["unit", "office", "duty_line", "matters"]

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class EditContactForm(ContactForm):
    """修改联络点: also whether it is still kept."""

    active = forms.BooleanField(label=_("继续定期联络"), required=False)


FOLLOWED_UP = _("填写后续事项的必填。")


class TalkForm(forms.Form):
    """记一次联络: how, what was said, what the other side knows, what follows."""

    conditional = ("owner", "due")

    at = MomentField(label=_("联络时间"), widget=moment_input())
    manner = forms.ChoiceField(
        label=_("方式"), choices=Manner.choices, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=_("联络内容"),
        max_length=2000,
        widget=text_area(4),
        help_text=_("不得写个人信息。"),
    )
    news = forms.CharField(
        label=_("对方掌握的最新动态"), max_length=1000, required=False, widget=text_area(3)
    )
    words = forms.CharField(
        label=_("后续事项"), max_length=300, required=False, widget=text_area(2)
    )
    owner = forms.TypedChoiceField(
        label=_("办理单位"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=FOLLOWED_UP,
    )
    due = forms.DateField(
        label=_("办理期限"), required=False, widget=day_input(), help_text=FOLLOWED_UP
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A follow-up has an owner and a day, or there is none."""
        data = super().clean() or self.cleaned_data
        if data.get("words"):
            for name in ("owner", "due"):
                if not data.get(name):
                    self.add_error(name, _("填写后续事项的，须写明办理单位和期限。"))
        return data


class DoneForm(forms.Form):
    """后续事项办成: how."""

    note = forms.CharField(label=_("办理结果"), max_length=300, widget=text_area(3))


class ShareForm(forms.Form):
    """分享: with which agency, what for."""

    unit = forms.TypedChoiceField(label=_("共享对象"), coerce=int)
    purpose = forms.CharField(
        label=_("共享目的和对方办理事项"), max_length=300, widget=text_area(3)
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class TrainingForm(forms.Form):
    """登记培训: what was learned, and which version of the rules came of it."""

    conditional = ("changed",)

    held_on = forms.DateField(label=_("培训日期"), widget=day_input())
    topic = forms.CharField(label=_("题目"), max_length=120)
    given_by = forms.CharField(
        label=_("主讲单位或岗位"), max_length=80, help_text=_("写单位或岗位，不写姓名。")
    )
    attended = forms.CharField(label=_("参加科室"), max_length=200)
    people = forms.IntegerField(label=_("参加人数"), min_value=1, max_value=2000)
    learned = forms.CharField(label=_("培训收获"), max_length=2000, widget=text_area(4))
    rules = forms.ChoiceField(label=_("规则修改至第几版"), required=False)
    changed = forms.CharField(
        label=_("规则修改内容"),
        max_length=300,
        required=False,
        widget=text_area(2),
        help_text=_("选了规则版本的必填。"),
    )

    def __init__(self, *args: Any, versions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("未修改规则")), *versions]
        self.fields["rules"].choices = choices  # type: ignore[attr-defined]

    def held(self) -> TrainingInput:
        """Return the training as it was typed."""
        return TrainingInput(**self.cleaned_data)


def local_minute(value: Any) -> str:
    """Return a moment as a box of the form shows it."""
    return str(value.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"))
