"""Forms of sweeps."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.shared.widgets import text_area


class CompileForm(forms.Form):
    """汇总送签: what was found, in words."""

    summary = forms.CharField(
        label=_("梳理情况和下步打算"),
        max_length=2000,
        widget=text_area(5),
        help_text=_("各单位确认情况、风险点增减由系统汇总，不必重写；写事项，不写人。"),
    )
