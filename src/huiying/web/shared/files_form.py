"""Files in the answer of a unit, signed in or behind a link: what they are, at most five."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.web.shared.files import StoredFilesField, store_upload
from huiying.work.casework.core.files import FileInput

MOST_FILES = 5  # of one answer; a further answer takes more


class FilesForm(forms.Form):
    """A form with files and the words that say what they show; ``field_order`` places them."""

    conditional: tuple[str, ...] = ("file_words",)

    attachments = StoredFilesField(label=_("材料、照片"), required=False, most=MOST_FILES)
    file_words = forms.CharField(
        label=_("材料说明"),
        required=False,
        max_length=200,
        help_text=_("附有文件的须填写，如“清洗前后照片、检测单”，不写个人信息。"),
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
        written = (store_upload(bureau_id, one) for one in self.cleaned_data["attachments"])
        return [FileInput(words, file) for file in written if file is not None]
