"""Forms of approvals."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class ReturnForm(forms.Form):
    """What must be changed, and the hash of the words that were read."""

    reason = forms.CharField(
        label=gettext_lazy("修改意见"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
