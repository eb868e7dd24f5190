"""Forms of press and media."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import MomentField
from huiying.web.shared.widgets import day_input, moment_input, text_area
from huiying.work.responses.press.actions.answer_media import MediaRequestInput
from huiying.work.responses.press.actions.apply import Application
from huiying.work.responses.press.actions.manage_experts import ExpertInput, InterpretationInput
from huiying.work.responses.press.models import MediaKind, PressForm

Choices = Sequence[tuple[Any, str]]


class ApplyForm(forms.Form):
    """发布会申请: what a leader approves."""

    form = forms.ChoiceField(
        label=_("形式"), choices=PressForm.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("名称"), max_length=120)
    at = MomentField(label=_("拟召开时间"), widget=moment_input())
    place = forms.CharField(label=_("地点"), max_length=120)
    host = forms.CharField(
        label=_("主持"), max_length=80, help_text=_("写岗位，如“新闻发言人”，不写姓名。")
    )
    speakers = forms.CharField(
        label=_("发布人（岗位）"),
        max_length=800,
        widget=text_area(3),
        help_text=_("每行一个，主发布人列第一行。谁主管、谁发声。"),
    )
    invited = forms.CharField(label=_("拟邀请的媒体"), max_length=300, widget=text_area(2))
    content = forms.CharField(label=_("拟发布的内容"), max_length=4000, widget=text_area(8))

    def application(self) -> Application:
        """Return the application as it was typed."""
        data = dict(self.cleaned_data)
        data["form"] = PressForm(data["form"])
        data["media"] = data.pop("invited")
        return Application(**data | {"speakers": data["speakers"].splitlines()})


class HeldForm(forms.Form):
    """登记召开: when, what was said, where the recording is."""

    at = MomentField(label=_("实际召开时间"), widget=moment_input())
    said = forms.CharField(label=_("发布词"), max_length=10_000, widget=text_area(8))
    recording = forms.CharField(
        label=_("录音录像和报道"),
        max_length=300,
        required=False,
        help_text=_("采访地点、编号或网址。"),
    )


OWED = _("当场未回答的，或者有当场承诺的，必填。")


class QuestionForm(forms.Form):
    """一问一答: answered there, or owed by a unit until a day."""

    conditional = ("answered_by", "owner", "due")

    medium = forms.CharField(label=_("媒体名称"), max_length=80)
    question = forms.CharField(label=_("问题"), max_length=1000, widget=text_area(2))
    answer = forms.CharField(
        label=_("当场的回答"),
        max_length=4000,
        required=False,
        widget=text_area(4),
        help_text=_("当场未回答的不填，并写明答复单位和期限。"),
    )
    answered_by = forms.CharField(
        label=_("答复岗位"),
        max_length=80,
        required=False,
        help_text=_("当场回答的必填：写科室或岗位，不写姓名。"),
    )
    promise = forms.CharField(
        label=_("当场承诺原话"),
        max_length=400,
        required=False,
        widget=text_area(2),
        help_text=_("无承诺的不填。填写即记为公开承诺，到期提醒。"),
    )
    owner = forms.TypedChoiceField(
        label=_("答复或兑现单位"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=OWED,
    )
    due = forms.DateField(
        label=_("答复或兑现期限"), required=False, widget=day_input(), help_text=OWED
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class LateAnswerForm(forms.Form):
    """补答."""

    answer = forms.CharField(label=_("答复"), max_length=4000, widget=text_area(4))
    by = forms.CharField(label=_("答复岗位"), max_length=80)


class EnquiryForm(forms.Form):
    """登记媒体问询: which medium asks what."""

    kind = forms.ChoiceField(
        label=_("种类"), choices=MediaKind.choices, widget=forms.RadioSelect
    )
    medium = forms.CharField(
        label=_("媒体名称"), max_length=80, help_text=_("写媒体和栏目，不写记者姓名。")
    )
    at = MomentField(label=_("收到时间"), widget=moment_input())
    question = forms.CharField(label=_("问题"), max_length=2000, widget=text_area(4))
    incident = forms.ChoiceField(label=_("所属事件"), required=False)

    def __init__(self, *args: Any, incidents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不针对特定事件")), *incidents]
        self.fields["incident"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> MediaRequestInput:
        """Return what the medium wants, as it was typed."""
        data = self.cleaned_data
        return MediaRequestInput(
            MediaKind(data["kind"]), data["medium"], data["question"], data["at"]
        )


class ReplyForm(forms.Form):
    """答复媒体: what it was told, by which office, where it reported."""

    speaker = forms.CharField(
        label=_("答复岗位"), max_length=80, help_text=_("写岗位，不写姓名。")
    )
    reply = forms.CharField(label=_("答复或专访的内容"), max_length=4000, widget=text_area(6))
    link = forms.URLField(
        label=_("报道网址"), max_length=500, required=False, assume_scheme="https"
    )


class ExpertForm(forms.Form):
    """专家: name, field, institution, and the own consent."""

    name = forms.CharField(label=_("公开使用的姓名"), max_length=40)
    field = forms.CharField(label=_("专业领域"), max_length=80)
    institution = forms.CharField(label=_("所在机构"), max_length=120)
    consented_on = forms.DateField(label=_("本人同意的日期"), widget=day_input())
    consent = forms.CharField(
        label=_("同意方式"),
        max_length=200,
        help_text=_("如“本人书面同意，存综合办公室”。未经本人同意不列名。"),
    )

    def listed(self) -> ExpertInput:
        """Return the expert as he consented to be listed."""
        return ExpertInput(**self.cleaned_data)


class ExplainedForm(forms.Form):
    """专家解读: of which incident, where, what."""

    incident = forms.ChoiceField(label=_("所属事件"))
    topic = forms.CharField(label=_("题目"), max_length=120)
    outlet = forms.CharField(label=_("解读场合"), max_length=80)
    at = MomentField(label=_("解读时间"), widget=moment_input())
    summary = forms.CharField(label=_("解读内容"), max_length=4000, widget=text_area(5))
    link = forms.URLField(
        label=_("网址"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, incidents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = incidents  # type: ignore[attr-defined]

    def explained(self) -> InterpretationInput:
        """Return what was explained, as it was typed."""
        data = dict(self.cleaned_data)
        del data["incident"]
        return InterpretationInput(**data)
