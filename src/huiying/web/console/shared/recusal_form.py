"""The form of a recusal (回避), of an incident or a petition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.web.console.shared.forms import ReasonForm, unchosen


class RecusalForm(ReasonForm):
    """Who keeps out, and why."""

    who = forms.TypedChoiceField(label=gettext_lazy("回避人员"), coerce=int)

    field_order = ["who", "reason"]

    def __init__(self, *args: Any, people: list[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = unchosen((row.pk, row.name) for row in people)  # type: ignore[attr-defined]
