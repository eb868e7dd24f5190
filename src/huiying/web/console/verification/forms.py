"""Forms of verification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.procedure.findings import ClaimKind
from huiying.web.console.shared.forms import unchosen

KINDS = [(kind.value, _(kind.label)) for kind in ClaimKind]


class AskForm(forms.Form):
    """提出核实: which claim, of which kind, asked of whom, said by which posts."""

    claim = forms.CharField(
        label=_("要核实的说法"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一份核实单只写一个说法，写成能回答“是否属实”的一句话。不要写个人信息。"),
    )
    kind = forms.ChoiceField(label=_("外界说法的性质"), choices=KINDS, widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(label=_("请哪个单位核实"), coerce=int)
    posts = forms.MultipleChoiceField(
        label=_("哪些帖文这样说"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        posts: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]
        if not posts:
            del self.fields["posts"]


class ServeForm(forms.Form):
    """适用: to which other incident the finding also is the answer."""

    incident = forms.ChoiceField(label=_("适用的其他事件"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, incidents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = incidents  # type: ignore[attr-defined]
