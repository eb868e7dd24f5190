"""Forms of the leading group: a delegation.

In:   what an officer chooses and types.    Out:  cleaned values, moments in local time.
Cost: the choices are handed in; no query here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.queries import Officer

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
Choices = list[tuple[Any, str]]


class DelegationForm(forms.Form):
    """Which role, to whom, from when until when, why."""

    role = forms.TypedChoiceField(label=_("哪个角色"), coerce=Role)
    to = forms.TypedChoiceField(label=_("委托给谁"), coerce=int)
    from_at = forms.DateTimeField(label=_("从"), widget=MOMENT)
    until_at = forms.DateTimeField(label=_("到"), widget=MOMENT)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("例如出差、学习、休假。会写进记录。"),
    )

    def __init__(
        self, *args: Any, roles: list[Role], people: list[Officer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (row.pk, f"{row.name}（{row.title}）" if row.title else row.name) for row in people
        ]
        self.fields["role"].choices = [(role, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["to"].choices = named  # type: ignore[attr-defined]
