"""Forms of incidents.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.emergency import Severity
from huiying.web.console.forms import GRADES, ReasonForm
from huiying.web.console.severity_words import severity_word


class RegradeForm(ReasonForm):
    """升级、降级."""

    grade = forms.TypedChoiceField(
        label=_("新的等级"), coerce=int, choices=GRADES, widget=forms.RadioSelect
    )

    field_order = ["grade", "reason"]


class SeverityForm(forms.Form):
    """突发事件级别: the reason may be empty when it is what the posts state."""

    NONE = "NONE"

    level = forms.ChoiceField(label=_("突发事件级别"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与机器建议不同，或帖文没有写明时，须写依据，如主管部门的通报。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (str(level) or self.NONE, severity_word(level)) for level in reversed(Severity)
        ]

    def clean_level(self) -> Severity:
        """Return the level; "none" is a level too."""
        chosen = self.cleaned_data["level"]
        return Severity("" if chosen == self.NONE else chosen)


class NotifyForm(forms.Form):
    """通报: to which unit, with what guidance (指导解疑释惑)."""

    unit = forms.TypedChoiceField(label=_("通报哪个单位"), coerce=int, widget=forms.RadioSelect)
    guidance = forms.CharField(
        label=_("交代事项"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("要核实什么，对外口径是什么，哪些还不知道。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class PickForm(ReasonForm):
    """Which posts (their ids travel as text: JavaScript cannot hold 64 bits)."""

    posts = forms.MultipleChoiceField(
        label=_("帖文"), widget=forms.CheckboxSelectMultiple, required=True
    )
    field_order = ["posts", "reason"]

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]


class MovePostsForm(PickForm):
    """Which posts, to which incident."""

    target = forms.ChoiceField(label=_("移到哪个事件"))
    field_order = ["posts", "target", "reason"]

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]
