"""File fields of forms, and file downloads.

In:   what a browser sends, or a kept file that an access function returned.
Out:  a checked file; or an attachment that no browser runs, guesses at or keeps.
Cost: one pass over the bytes each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.errors import Refused
from huiying.base.files.incoming import MAX_SIZE, Incoming, WrittenFile, check_incoming
from huiying.base.files.incoming import write_file as stow_incoming
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, media_type_of, open_for_page
from huiying.base.files.scanning import refuse_infected

FILE_SUFFIXES = ".jpg,.jpeg,.png,.pdf,.ofd,.docx,.xlsx"
FILE_HELP = gettext_lazy(
    "JPG、PNG、PDF、OFD、DOCX、XLSX，最大 20 MB。图片中相机写入的位置和设备信息将清"
    "除，文档中的作者等信息不清除。"
)


class ScannedFileField(forms.FileField):
    """A file that is read and not kept as it is: tables, what other bureaus export."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the upload, at its beginning, once the scanner called it clean."""
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile):
            try:
                refuse_infected(found)
            except Refused as error:
                raise ValidationError(str(error)) from None
            found.seek(0)
        return found


class StoredFileField(forms.FileField):
    """A file that is checked by its content while the form is.

    Args:
        demand: When it is needed, before the kinds and the size.
    """

    accept = FILE_SUFFIXES
    help = FILE_HELP
    widget_class = forms.ClearableFileInput

    def __init__(self, *, demand: str | Promise = "", **options: Any) -> None:
        super().__init__(
            help_text=format_lazy("{}{}", demand, self.help) if demand else self.help,
            widget=self.widget_class(attrs={"accept": self.accept}),
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Incoming | None:
        """Return the file, checked and without what a camera adds; None when there is none."""
        found = super().clean(data, initial)
        if not isinstance(found, UploadedFile):
            return None
        if (found.size or 0) > MAX_SIZE:
            raise ValidationError(_("文件超过 %(most)s MB。请缩小或分开上传。") % {"most": 20})
        try:
            return check_incoming(found.read())
        except Refused as error:
            raise ValidationError(str(error)) from None


class StoredFilesInput(forms.ClearableFileInput):
    """An input that takes several files at once."""

    allow_multiple_selected = True


class StoredFilesField(StoredFileField):
    """Several files, each checked as one; ``clean`` returns a list."""

    widget_class = StoredFilesInput

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Incoming]:  # type: ignore[override]
        """Return the files; the error of one names it by its place, never by its name."""
        sent = [one for one in data or [] if one]
        if len(sent) > self.most:
            raise ValidationError(_("一次最多 %(most)s 个文件。") % {"most": self.most})
        if not sent:
            super().clean(None, initial)
        return [self._checked(one, place) for place, one in enumerate(sent, start=1)]

    def _checked(self, one: Any, place: int) -> Incoming:
        try:
            found = super().clean(one)
        except ValidationError as error:
            words = {"place": place, "error": " ".join(error.messages)}
            raise ValidationError(_("第 %(place)s 个文件：%(error)s") % words) from None
        if found is None:
            raise ValidationError(_("第 %(place)s 个文件传输不完整。") % {"place": place})
        return found


class PictureField(StoredFileField):
    """A picture; the act refuses another kind."""

    accept = ".jpg,.jpeg,.png"
    help = gettext_lazy("JPG 或 PNG，最大 20 MB。图片中相机写入的位置和设备信息将清除。")


def store_upload(bureau_id: int, incoming: Incoming | None) -> WrittenFile | None:
    """Encrypt a file that a form took in and write it to disk, before the act begins."""
    return stow_incoming(bureau_id, incoming) if incoming is not None else None


def state_words(state: FileState) -> str:
    """Say how a file stands, and what follows."""
    return {
        FileState.WHOLE: _("与登记时的校验值一致"),
        FileState.MISSING: _("文件缺失，或与登记时的校验值不符"),
        FileState.LOCKED: _("无法打开：本机密钥与登记时不同"),
        FileState.ERASED: _("已销毁"),
        FileState.AWAY: _("存放文件的服务暂时无法连接，请稍后重试"),
    }[state]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A kept file, for ``components/_file.html``.

    Attributes:
        size: Bytes.
        page, url: Its own page, and where it is opened; "" = not offered.
        words: What it shows.
    """

    number: str
    kind: str
    size: int
    digest: str
    whole: bool
    state_word: str
    page: str
    url: str
    words: str


def file_facts(
    row: StoredFile, url: str = "", *, words: str = "", paged: bool = True
) -> FileFacts:
    """Return a kept file; it is read and held to its hash."""
    state = open_for_page(row).state
    return FileFacts(
        number=row.number,
        kind=row.kind.upper(),
        size=row.size,
        digest=row.sha256,
        whole=state == FileState.WHOLE,
        state_word=state_words(state),
        page=reverse("console:file", args=[row.number]) if paged else "",
        url=url if state == FileState.WHOLE else "",
        words=words,
    )


def file_response(row: StoredFile) -> HttpResponse | None:
    """Return a kept file as an attachment; None if it is not whole."""
    opened = open_for_page(row)
    if opened.state != FileState.WHOLE:
        return None
    answer = HttpResponse(opened.data, content_type=media_type_of(row))
    answer["Content-Disposition"] = f'attachment; filename="{row.number}.{row.kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def json_file(text: str, name: str) -> HttpResponse:
    """Return JSON as a file to keep."""
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
