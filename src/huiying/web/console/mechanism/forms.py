"""Form of a mechanism review: which office, when, what it said, by which paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.organisation.queries import superiors_of
from huiying.web.console.shared.forms import moment_field
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.work.responses.mechanism.actions.record import (
    MAX_DOCUMENT,
    MAX_WORDS,
    ReviewInput,
)
from huiying.work.responses.mechanism.models import Opinion


class MechanismReviewForm(forms.Form):
    """What an office of the district said of the text, and the hash of what it was shown."""

    conditional = ("words", "no_file_reason")

    office: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("审核的机关"),
        queryset=None,
        empty_label=gettext_lazy("请选择机关"),
        help_text=gettext_lazy("从上级机关名单里选；名单在“领导小组”页。"),
    )
    at = moment_field(gettext_lazy("审核的时间"))
    opinion = forms.ChoiceField(
        label=gettext_lazy("审核意见"), choices=Opinion.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("意见原话"),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不同意或修改后同意的，须写明修改内容和理由。"),
    )
    document = forms.CharField(
        label=gettext_lazy("文号或登记号"),
        max_length=MAX_DOCUMENT,
        help_text=gettext_lazy(
            "按文书填写；电话同意的，写电话记录编号。仅有文号不视为已审核。"
        ),
    )
    file = StoredFileField(label=gettext_lazy("审核文书的扫描件"), required=False)
    no_file_reason = forms.CharField(
        label=gettext_lazy("无扫描件的原因"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("未附文件的必填，核签人可见。"),
    )
    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, bureau_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = superiors_of(bureau_id).filter(active=True)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a file or the reason why there is none."""
        data = super().clean() or {}
        if "file" in data and not data["file"] and not data.get("no_file_reason", "").strip():
            self.add_error("no_file_reason", _("请附审核文书扫描件，或写明无扫描件的原因。"))
        return data

    def review_input(self, bureau_id: int) -> ReviewInput:
        """Return what was recorded; a scan lies encrypted on disk then."""
        data = self.cleaned_data
        return ReviewInput(
            office=data["office"],
            at=data["at"],
            opinion=Opinion(data["opinion"]),
            document=data["document"],
            words=data["words"],
            file=store_upload(bureau_id, data["file"]),
            no_file_reason=data["no_file_reason"],
        )
