"""Forms of imports and of entering by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from huiying.base.errors import Refused
from huiying.jobs.collection.screenshots import (
    MOST_BYTES,
    can_read_screenshots,
    text_of_screenshot,
)
from huiying.web.console.shared.forms import MomentField
from huiying.web.shared.files import ScannedFileField
from huiying.work.collection.files.mapping import Mapping

DEFAULT_SOURCE = "文件导入"
FILES = ".csv,.tsv,.txt,.gz,.xlsx,.xls,.ods,.jsonl,.ndjson,.json"
MOMENT = "%Y-%m-%dT%H:%M"
MEANINGS = {
    "title": _("标题"),
    "text": _("正文"),
    "published_at": _("发布时间"),
    "url": _("链接"),
    "channel": _("平台"),
    "community": _("社区或版块"),
    "external_id": _("编号（来源自己的）"),
    "author": _("作者（只换算成代号，不保存）"),
    "reads": _("阅读数"),
    "reposts": _("转发数"),
    "comments": _("评论数"),
    "likes": _("点赞数"),
}


PICTURES = "image/png,image/jpeg,image/webp"


class UploadForm(forms.Form):
    """A file and where it belongs."""

    file = ScannedFileField(
        label=_("文件"),
        help_text=_("CSV、CSV.gz、TSV、XLSX 或 JSONL，200 MB 以内。"),
        widget=forms.FileInput(attrs={"accept": FILES}),
        error_messages={"empty": _("文件为空，无可导入内容。请检查导出结果后重新上传。")},
    )
    source = forms.CharField(
        label=_("归入来源"),
        max_length=80,
        initial=DEFAULT_SOURCE,
        help_text=_("无该名称的来源时自动新建。"),
        widget=forms.TextInput(attrs={"list": "file-sources", "autocomplete": "off"}),
    )
    history = forms.BooleanField(
        label=_("作为历史数据导入"),
        required=False,
        help_text=_("仅用于检索，以及本局已采集期间的常态水平；不产生待研判舆情、时限和警报。"),
    )
    replace = forms.BooleanField(
        label=_("替换上次的导入"),
        required=False,
        help_text=_(
            "同一文件上次列指定有误时选择此项，下一步重新指定各列。未经处理的帖文撤"
            "回重新收录，已处理的保留。"
        ),
    )


class MappingForm(forms.Form):
    """Which column holds what."""

    def __init__(
        self, *args: Any, columns: Sequence[str], sheets: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("工作表"),
                choices=[(name, name) for name in sheets],
                required=False,
                help_text=_("改选后各列重新猜一次。一次导入一张，其余的再上传一次。"),
            )
        self.fields["no_header"] = forms.BooleanField(
            label=_("无列名，第一行即为内容"), required=False
        )
        choices = [("", _("无此列")), *((name, name) for name in columns)]
        for meaning, label in MEANINGS.items():
            self.fields[meaning] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a title or a text; the rest may be missing."""
        cleaned = super().clean() or {}
        if not cleaned.get("title") and not cleaned.get("text"):
            raise forms.ValidationError(_("请至少指定标题列或正文列中的一列。"))
        return cleaned

    def mapping(self) -> Mapping:
        """Return the chosen columns."""
        return Mapping.from_dict(self.cleaned_data)


class EnterForm(forms.Form):
    """A post that an officer saw or was told of."""

    title = forms.CharField(label=_("标题"), max_length=300, required=False)
    text = forms.CharField(
        label=_("内容"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写事项，不写发帖人：姓名、电话和账号在保存前遮盖。"),
    )
    channel = forms.ChoiceField(
        label=_("平台"),
        initial="来电",
        help_text=_("发现的平台；名单中没有的选“其他”。"),
    )
    url = forms.URLField(
        label=_("链接"), max_length=1000, required=False, assume_scheme="https"
    )
    published_at = MomentField(
        label=_("发布时间"),
        required=False,
        help_text=_("不清楚的可不填，系统记为“未知”。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    noticed_at = MomentField(
        label=_("知悉时间"),
        help_text=_("本局第一次知道的时间，时限从这时算起。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )

    def __init__(self, *args: Any, channels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        if can_read_screenshots():
            self.fields["screenshot"] = ScannedFileField(
                label=_("截图（可粘贴）"),
                required=False,
                widget=forms.FileInput(attrs={"accept": PICTURES, "data-paste": ""}),
                help_text=_(
                    "公开网页的截图，识别出的文字填入“内容”，请核对后再录入。截图不保存。"
                ),
            )
            self.order_fields(["screenshot"])
            self.fields["text"].required = False

    def clean(self) -> dict[str, Any]:
        """Put the text of a screenshot into the form, to be checked before it is entered."""
        cleaned = super().clean() or {}
        screenshot = cleaned.pop("screenshot", None)
        if screenshot is not None:
            self._propose(screenshot)
        elif not cleaned.get("text") and not {"text", "screenshot"} & self.errors.keys():
            self.add_error("text", _("请填写内容。"))
        return cleaned

    def _propose(self, screenshot: UploadedFile[Any]) -> None:
        try:
            text = text_of_screenshot(screenshot.read(MOST_BYTES + 1))
        except Refused as error:
            self.add_error("screenshot", str(error))
            return
        typed = str(self.data.get("text", "")).strip()
        self.data = {**dict(self.data.items()), "text": f"{typed}\n{text}".strip()}
        self.add_error(None, _("已从截图识别文字，尚未录入。请核对、删去发帖人后录入。"))
