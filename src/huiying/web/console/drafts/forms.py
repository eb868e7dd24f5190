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
        label=gettext_lazy("由谁发声"),
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

    def __init__(self, *args: Any, bureau_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: QuerySet[Any] = units_of(bureau_id)
        self.fields["speaker"].queryset = units  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """The words of a draft; one field is there only for a correction."""

    use_required_attribute = False

    title = LaterText(
        label=gettext_lazy("标题"),
        max_length=120,
        help_text=gettext_lazy("写成大家在问的那个问题。"),
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
        help_text=gettext_lazy("改了什么、为什么改。读者会看到。"),
    )

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.strip = False  # type: ignore[attr-defined]  # the action trims, so nothing is lost
        self.fields["finding"].choices = [  # type: ignore[attr-defined]
            ("", _("还没有结论")),
            *((found.value, finding_words(found)) for found in Finding),
        ]
        if version == 1:
            del self.fields["correction_note"]


class FactForm(forms.Form):
    """One fact: who, what, how much, as of when, on what evidence; and how readers see it."""

    use_required_attribute = False

    subject = forms.CharField(
        label=gettext_lazy("谁"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("例如：3号窗口。"),
    )
    attribute = forms.CharField(
        label=gettext_lazy("什么"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("例如：被要求先撤帖的群众。与别的回应用同样的词，才能核对。"),
    )
    value = forms.CharField(
        label=gettext_lazy("多少"),
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
        label=gettext_lazy("写给公众的一句话"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不写就用上面几项组成一句。"),
    )
    evidence = LaterText(
        label=gettext_lazy("证据"),
        max_length=300,
        help_text=gettext_lazy("例如：窗口排队与登记记录。没有证据不能送审定。"),
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
        label=gettext_lazy("用提纲换掉现在的正文（旧文字留在历次稿里）"), required=False
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
    quote = forms.CharField(label=gettext_lazy("针对哪一句"), max_length=300, required=False)


class NoteForm(forms.Form):
    """What a correction corrects, as readers will see it."""

    note = forms.CharField(
        label=gettext_lazy("更正说明"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("改了什么、为什么改。读者会看到。"),
    )


def form_choices() -> list[tuple[str, str]]:
    """Return the forms with what each is for, the one without a form last."""
    purposes = {
        AnswerForm.HOLDING: _("还没有查清：知道什么、不知道什么、下一次什么时候说"),
        AnswerForm.CLARIFICATION: _("说法不实或有误解：事实、说法、错在哪里、再说一遍事实"),
        AnswerForm.PROGRESS: _("事情在办：办到哪一步、还差什么、什么时候办完"),
        AnswerForm.BRIEF: _("问得多的几个问题逐个回答"),
        AnswerForm.APOLOGY: _("我们做错或说错了：错在哪里、向谁道歉、怎样改正"),
    }
    named = [
        (form.value, _("%(form)s：%(purpose)s") % {"form": form_words(form), "purpose": words})
        for form, words in purposes.items()
    ]
    return [*named, ("", _("%(form)s：不用提纲") % {"form": form_words("")})]
