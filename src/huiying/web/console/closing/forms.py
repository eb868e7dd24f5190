"""Forms of closing.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.breaches import BreachKind, Verdict
from huiying.policy.cases import CaseKind
from huiying.web.console.forms import unchosen
from huiying.work.closing.actions.write_review import LONGEST, Said


class WordsForm(forms.Form):
    """Words for the ledger, without persons."""

    text = forms.CharField(
        label=_("内容"), max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )


class VerdictForm(WordsForm):
    """认定: one of four findings, and why."""

    verdict = forms.ChoiceField(label=_("认定"), widget=forms.RadioSelect)
    field_order = ["verdict", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, gettext(one.label)) for one in Verdict]
        self.fields["verdict"].choices = choices  # type: ignore[attr-defined]


class BreachForm(forms.Form):
    """瞒报、谎报: which unit, at which step, on what grounds."""

    kind = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)
    step = forms.CharField(label=_("环节"), max_length=40)
    grounds = forms.CharField(
        label=_("依据"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明凭什么记录或材料，不写个人。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, gettext(kind.label)) for kind in BreachKind if kind.by_hand]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """复盘: what kind, what happened, what went well and badly."""

    kind = forms.ChoiceField(label=_("类别"))
    happened = forms.CharField(
        label=_("发生了什么"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    went_well = forms.CharField(
        label=_("做得好的"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    went_badly = forms.CharField(
        label=_("做得不好的"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, gettext(kind.label)) for kind in CaseKind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def said(self) -> Said:
        """Return the words as the act wants them."""
        data = self.cleaned_data
        return Said(
            CaseKind(data["kind"]), data["happened"], data["went_well"], data["went_badly"]
        )


class LessonForm(WordsForm):
    """教训: what must change, by which unit, by which day."""

    unit = forms.TypedChoiceField(label=_("整改单位"), coerce=int)
    due = forms.DateField(label=_("期限"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]
