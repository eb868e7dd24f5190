"""Forms behind signed links: the answer to a docket, a lead."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.outbox.signatory import LONGEST_NAME
from huiying.web.shared.docket_forms import DocketAnswerForm
from huiying.web.shared.report_form import ReportForm
from huiying.web.shared.supervision_form import FeedbackForm
from huiying.web.shared.widgets import text_area


class SignatoryForm(forms.Form):
    """签收 behind a signed link: who signs for the unit."""

    name = forms.CharField(
        label=_("签收人姓名"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class LinkReportForm(ReportForm):
    """反馈 behind a signed link: also who reports."""

    name = forms.CharField(
        label=_("反馈人姓名"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("与提交时间一并记入审计记录，并注明“通过链接”。"),
    )
    field_order = ["name"]


class LinkFeedbackForm(FeedbackForm):
    """督办反馈 behind a signed link: also who answers."""

    name = forms.CharField(
        label=_("反馈人姓名"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("与提交时间一并记入审计记录，并注明“通过链接”。"),
    )
    field_order = ["name"]


class LeadForm(forms.Form):
    """交线索, behind a signed link."""

    post = forms.CharField(
        label=_("贵单位岗位"),
        max_length=60,
        help_text=_("写岗位，如“水质科值班”，不写姓名。"),
    )
    text = forms.CharField(
        label=_("线索内容"),
        max_length=4000,
        widget=text_area(5),
        help_text=_("仅写事情本身，不写发帖人或信访人。"),
    )
    link = forms.URLField(
        label=_("网址"), max_length=500, required=False, assume_scheme="https"
    )


class LinkAnswerForm(DocketAnswerForm):
    """答复 behind a signed link: also which post answers."""

    post = forms.CharField(
        label=_("答复岗位"), max_length=60, help_text=_("写岗位，如“水质科值班”，不写姓名。")
    )
    field_order = ["post", *DocketAnswerForm.field_order]
