"""The form by which a unit answers a supervision item, signed in or behind a signed link."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.shared.files_form import FilesForm
from huiying.web.shared.widgets import text_area


class FeedbackForm(FilesForm):
    """督办反馈: what was done and what came of it, with files."""

    field_order = ["text", "attachments", "file_words"]

    text = forms.CharField(
        label=_("办理情况和结果"),
        max_length=4000,
        widget=text_area(5),
        help_text=_("写明办理措施、结果和未尽事项，不写个人信息。"),
    )
