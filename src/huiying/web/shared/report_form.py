"""The form by which a unit reports back, signed in or behind a signed link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.procedure.findings import Finding
from huiying.web.shared.files import StoredFilesField, store_upload
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.notices.actions.report_back import ReportInput

MOST_FILES = 5  # of one report; a further report takes more


class ReportForm(forms.Form):
    """反馈: what was found, what was done, what proves it."""

    conditional = ("file_words", "no_file_reason")

    finding = forms.ChoiceField(
        label=_("核实结论"),
        choices=[(str(item), _(item.label)) for item in Finding],
        widget=forms.RadioSelect,
    )
    facts = forms.CharField(
        label=_("核实的事实"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    handled = forms.CharField(
        label=_("处置情况（网下办理）"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label=_("证据"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("依据的记录、登记、检测等，不写个人信息。"),
    )
    attachments = StoredFilesField(label=_("材料、照片"), required=False, most=MOST_FILES)
    file_words = forms.CharField(
        label=_("材料说明"),
        required=False,
        max_length=200,
        help_text=_("附有文件的须填写，如“清洗前后照片、检测单”，不写个人信息。"),
    )
    no_file_reason = forms.CharField(
        label=_("未附材料的原因"),
        required=False,
        max_length=400,
        help_text=_("未附材料且未写明原因的，不视为网下已解决。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of files; say that a browser does not send files a second time."""
        data = super().clean() or {}
        if data.get("attachments") and not data.get("file_words", "").strip():
            self.add_error("file_words", gettext("请填写材料说明。"))
        if self.errors:
            self.note_lost_files()
        return data

    def note_lost_files(self) -> None:
        """Say that the files of a form that was not taken have to be chosen again."""
        if self.files and "attachments" not in self.errors:
            self.add_error("attachments", gettext("文件未保存，修改后请重新选择。"))

    def pieces(self, bureau_id: int) -> list[FileInput]:
        """Return the files; they lie encrypted on disk from then on."""
        words = self.cleaned_data["file_words"]
        stowed = (store_upload(bureau_id, one) for one in self.cleaned_data["attachments"])
        return [FileInput(words, file) for file in stowed if file is not None]

    def reported(self, bureau_id: int) -> ReportInput:
        """Return what was reported, as the act behind a link wants it."""
        data = self.cleaned_data
        return ReportInput(
            finding=Finding(data["finding"]),
            facts=data["facts"],
            handled=data["handled"],
            evidence=data["evidence"],
            pieces=tuple(self.pieces(bureau_id)),
            no_file_reason=data["no_file_reason"],
        )
