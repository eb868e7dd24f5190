"""Forms of after-action reviews and their lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.closing.cases import CaseKind
from huiying.web.console.shared.forms import WordsForm, unchosen
from huiying.web.shared.widgets import day_input
from huiying.work.closing.reviews.actions.write_review import MAX_TEXT, ReviewText


class ReviewForm(forms.Form):
    """复盘: what kind, what happened, what went well and badly."""

    kind = forms.ChoiceField(label=_("类别"))
    happened = forms.CharField(
        label=_("事件概况"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    went_well = forms.CharField(
        label=_("做得好的"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    went_badly = forms.CharField(
        label=_("存在问题"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, gettext(kind.label)) for kind in CaseKind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def review_text(self) -> ReviewText:
        """Return the words as the act wants them."""
        data = self.cleaned_data
        return ReviewText(
            CaseKind(data["kind"]), data["happened"], data["went_well"], data["went_badly"]
        )


class LessonForm(WordsForm):
    """教训: what must change, by which unit, by which day."""

    unit = forms.TypedChoiceField(label=_("整改单位"), coerce=int)
    due = forms.DateField(label=_("期限"), widget=day_input())

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]
