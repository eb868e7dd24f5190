"""Forms of notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.procedure.findings import Finding
from huiying.web.console.shared.forms import MomentField
from huiying.web.shared.files import StoredFilesField, store_upload
from huiying.work.casework.core.files import FileInput

MOST_FILES = 5  # of one report; a further report takes more


class DeliveredForm(forms.Form):
    """登记送达: by phone or on paper; who answered, and when."""

    kind = forms.ChoiceField(
        label=_("送达方式"),
        choices=[("phone", _("电话")), ("paper", _("书面"))],
        widget=forms.RadioSelect,
        initial="phone",
    )
    who = forms.CharField(
        label=_("接听或签收的岗位"), max_length=100, help_text=_("写岗位，如“办公室值班”。")
    )
    at = MomentField(
        label=_("送达时间"),
        required=False,
        help_text=_("如 2026-11-24 14:05；不填则为当前时间。"),
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
    )


class ReturnForm(forms.Form):
    """退回: with a reason."""

    reason = forms.CharField(
        label=_("退回理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class RerouteForm(forms.Form):
    """转给别的单位: which, and what it is asked; the earlier words are there already."""

    unit = forms.TypedChoiceField(label=_("转给哪个单位"), coerce=int, widget=forms.RadioSelect)
    guidance = forms.CharField(
        label=_("交代事项"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """反馈: what was found, what was done, what proves it."""

    conditional = ("file_words", "no_file_reason")

    finding = forms.ChoiceField(
        label=_("核实结论"),
        choices=[(str(item), _(item.label)) for item in Finding],
        widget=forms.RadioSelect,
    )
    facts = forms.CharField(
        label=_("核实到的事实"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    handled = forms.CharField(
        label=_("已经做了什么（网下处置）"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label=_("证据"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("凭什么这样说：记录、登记、检测。不要写个人信息。"),
    )
    attachments = StoredFilesField(label=_("材料文件"), required=False, most=MOST_FILES)
    file_words = forms.CharField(
        label=_("文件说明"),
        required=False,
        max_length=200,
        help_text=_("附了文件须写，如“清洗前后照片、检测单”。不要写个人信息。"),
    )
    no_file_reason = forms.CharField(
        label=_("没有文件的原因"),
        required=False,
        max_length=400,
        help_text=_("没有文件，也没有写明原因，不能算网下已解决。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of files; say that a browser does not send files a second time."""
        data = super().clean() or {}
        if data.get("attachments") and not data.get("file_words", "").strip():
            self.add_error("file_words", gettext("请填写文件说明。"))
        if self.errors:
            self.note_lost_files()
        return data

    def note_lost_files(self) -> None:
        """Say that the files of a form that was not taken have to be chosen again."""
        if self.files and "attachments" not in self.errors:
            self.add_error("attachments", gettext("文件没有存下，改好后请重新选择。"))

    def pieces(self, bureau_id: int) -> list[FileInput]:
        """Return the files; they lie encrypted on disk from then on."""
        words = self.cleaned_data["file_words"]
        stowed = (store_upload(bureau_id, one) for one in self.cleaned_data["attachments"])
        return [FileInput(words, file) for file in stowed if file is not None]
