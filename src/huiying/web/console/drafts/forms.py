"""Forms of the answer: who speaks, the words, a fact, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.organisation.queries import units_of
from huiying.policy.procedure.findings import Finding
from huiying.policy.release.answer_forms import AnswerForm
from huiying.web.console.shared.forms import MomentField
from huiying.web.shared.answers import finding_words, form_words


class Later:
    """A field that is needed for the submission, not for saving."""

    def validate(self, value: Any) -> None:
        """Accept an empty value; the checks of the draft say that it is missing."""
        if value:
            super().validate(value)  # type: ignore[misc]


class LaterText(Later, forms.CharField):
    """Text that may follow later."""


class LaterChoice(Later, forms.ChoiceField):
    """A choice that may follow later."""


class StartForm(forms.Form):
    """Which unit speaks, and why if it is not the one in charge."""

    conditional = ("speaker_reason",)

    speaker: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("发声单位"),
        queryset=None,
        empty_label=gettext_lazy("请选择单位"),
        help_text=gettext_lazy("谁主管、谁发声（制度第八条）。"),
    )
    speaker_reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("改由主管单位以外的单位发声时须写。"),
    )

    take = forms.BooleanField(
        label=gettext_lazy("写入单位反馈：核实结论、事实、正文初稿"),
        required=False,
        initial=True,
        help_text=gettext_lazy("每句已引用相应事实；单位未写证据的，送审前须补上。"),
    )

    def __init__(
        self, *args: Any, bureau_id: int, reported: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not reported:
            del self.fields["take"]
        units: QuerySet[Any] = units_of(bureau_id)
        self.fields["speaker"].queryset = units  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """The words of a draft; one field is there only for a correction."""

    use_required_attribute = False

    title = LaterText(
        label=gettext_lazy("标题"),
        max_length=120,
        help_text=gettext_lazy("写成公众关切的问题。"),
    )
    claim = forms.CharField(
        label=gettext_lazy("网上的说法"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    finding = LaterChoice(label=gettext_lazy("核实结论"))
    summary = LaterText(
        label=gettext_lazy("一句话回答"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("第一句直接回答问题，不超过 60 字。"),
    )
    body = LaterText(
        label=gettext_lazy("正文"),
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("一行一段。在句子后写 [F1] 引用事实。先认错，再说明；给日期。"),
    )
    correction_note = LaterText(
        label=gettext_lazy("更正说明"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("修改内容和理由。读者可见。"),
    )

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.strip = False  # type: ignore[attr-defined]  # the action trims, so nothing is lost
        self.fields["finding"].choices = [  # type: ignore[attr-defined]
            ("", _("尚无结论")),
            *((found.value, finding_words(found)) for found in Finding),
        ]
        if version == 1:
            del self.fields["correction_note"]


class AskForm(forms.Form):
    """Whether the agencies that the words concern are asked before a leader decides."""

    FIRST = "first"

    ask = forms.ChoiceField(
        label=gettext_lazy("征求确认"),
        choices=[
            (FIRST, gettext_lazy("现在征求确认，同时送审")),
            ("later", gettext_lazy("先送审，审定后再征求")),
        ],
        initial=FIRST,
        widget=forms.RadioSelect,
    )


class FactForm(forms.Form):
    """One fact: who, what, how much, as of when, on what evidence; and how readers see it."""

    use_required_attribute = False

    subject = forms.CharField(
        label=gettext_lazy("主体"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("例如：3号窗口。"),
    )
    attribute = forms.CharField(
        label=gettext_lazy("事项"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("例如：被要求先撤帖的群众。与其他回应用词一致，方可核对。"),
    )
    value = forms.CharField(
        label=gettext_lazy("数值"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如：7人。"),
    )
    as_of = MomentField(
        label=gettext_lazy("截至"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    statement = forms.CharField(
        label=gettext_lazy("面向公众的表述"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不填则由以上各项组成一句。"),
    )
    evidence = LaterText(
        label=gettext_lazy("证据"),
        max_length=300,
        help_text=gettext_lazy("例如：窗口排队与登记记录。无证据不得送审。"),
    )
    link = forms.CharField(
        label=gettext_lazy("网址"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("公众可以打开的原文，http:// 或 https:// 开头。"),
    )


class ChooseForm(forms.Form):
    """Which form of answer; over a text that is there its outline is put only when asked."""

    form = forms.ChoiceField(
        label=gettext_lazy("回应形式"), required=False, widget=forms.RadioSelect
    )
    replace = forms.BooleanField(
        label=gettext_lazy("以提纲替换当前正文（原文字保留在历史稿）"), required=False
    )

    def __init__(self, *args: Any, filled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = form_choices()  # type: ignore[attr-defined]
        if not filled:
            del self.fields["replace"]


class CommentForm(forms.Form):
    """A remark on a draft, and the words that it is about."""

    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("批注"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    quote = forms.CharField(label=gettext_lazy("针对语句"), max_length=300, required=False)


class NoteForm(forms.Form):
    """What a correction corrects, as readers will see it."""

    note = forms.CharField(
        label=gettext_lazy("更正说明"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "写明更正了什么、为什么，读者可见。"
            "例：受影响的由“6 人”更正为“7 人”，原统计漏计一人。"
        ),
    )


def form_choices() -> list[tuple[str, str]]:
    """Return the forms with what each is for, the one without a form last."""
    purposes = {
        AnswerForm.HOLDING: _("尚未查清：已知情况、未知情况、下次通报时间"),
        AnswerForm.CLARIFICATION: _("说法不实或有误解：事实、说法、不实之处、重申事实"),
        AnswerForm.PROGRESS: _("正在办理：办理进度、待完成事项、完成时间"),
        AnswerForm.BRIEF: _("问得多的几个问题逐个回答"),
        AnswerForm.APOLOGY: _("我方处置或表述有误：有误之处、致歉对象、改正措施"),
    }
    named = [
        (form.value, _("%(form)s：%(purpose)s") % {"form": form_words(form), "purpose": words})
        for form, words in purposes.items()
    ]
    return [*named, ("", _("%(form)s：不使用提纲") % {"form": form_words("")})]
