"""Forms behind signed links: the answer to a docket, a lead."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.shared.docket_forms import DocketAnswerForm
from huiying.web.shared.widgets import text_area


class LeadForm(forms.Form):
    """交线索, behind a signed link."""

    post = forms.CharField(
        label=_("贵单位的岗位"),
        max_length=60,
        help_text=_("写岗位，如“水质科值班”，不写姓名。"),
    )
    text = forms.CharField(
        label=_("线索内容"),
        max_length=4000,
        widget=text_area(5),
        help_text=_("写事情本身，不写发帖人或信访人。"),
    )
    link = forms.URLField(
        label=_("网址"), max_length=500, required=False, assume_scheme="https"
    )


class LinkAnswerForm(DocketAnswerForm):
    """答复 behind a signed link: also which post answers."""

    post = forms.CharField(
        label=_("答复的岗位"), max_length=60, help_text=_("写岗位，如“水质科值班”，不写姓名。")
    )
    field_order = ["post", *DocketAnswerForm.field_order]
