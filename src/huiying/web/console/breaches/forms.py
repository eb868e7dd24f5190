"""Forms of the breach ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.closing.breaches import BreachKind, Verdict
from huiying.web.console.shared.forms import WordsForm, unchosen


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
        help_text=_("写明所依据的记录或材料，不写个人。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (kind.value, gettext(kind.label)) for kind in BreachKind if kind.found_by_person
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]
