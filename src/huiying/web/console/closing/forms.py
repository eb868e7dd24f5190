"""Forms of closing.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from django import forms

from huiying.web.console.forms import ReasonForm


class SeenForm(ReasonForm):
    """退回: with a reason, about exactly what was on the screen."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
