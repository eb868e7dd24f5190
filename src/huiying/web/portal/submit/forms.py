"""The forms of the public: sending, following, adding, rating.

In:   what a browser sends.    Out:  cleaned fields; errors that say what to do.
Cost: one pass over each file.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.base.files.incoming import WrittenFile
from huiying.policy.petitions.kinds import PetitionKind, Satisfaction
from huiying.web.portal.submit.kinds import ACCUSATION
from huiying.web.shared.files import StoredFilesField, store_upload
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import (
    MAX_FIELD,
    MAX_PEOPLE,
    MAX_TEXT,
    MOST_FILES,
)
from huiying.work.petitions.ratings.actions.rate import MAX_REASON

LINES = {"rows": 7, "dir": "auto"}


class TextField(forms.CharField):
    """What somebody writes, kept as it is; a line ends as it does elsewhere."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text; a browser counts the end of a line as two characters."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class WithFiles(forms.Form):
    """A form with files: a browser does not send them a second time, so the form says so."""

    files_field = "attachments"

    def clean(self) -> dict[str, Any]:
        """Say that files have to be chosen again when something else was wrong."""
        data = super().clean() or {}
        if self.errors:
            self.note_lost_files()
        return data

    def note_lost_files(self) -> None:
        """Say that the files of a form that was not taken have to be chosen again."""
        if self.files and self.files_field not in self.errors:
            words = gettext("文件没有保存：浏览器不会再传一次，请重新选择。")
            self.add_error(self.files_field, words)

    def written(self, bureau_id: int) -> list[WrittenFile]:
        """Return the files; they lie encrypted on disk from then on."""
        stored = (store_upload(bureau_id, one) for one in self.cleaned_data[self.files_field])
        return [one for one in stored if one is not None]


def _files() -> StoredFilesField:
    field = StoredFilesField(label=_("附件"), required=False, most=MOST_FILES)
    field.help_text = _(
        "照片、PDF、OFD、DOCX、XLSX，最多 5 个，每个不超过 20 MB。照片里的定位信息会自动去掉。"
    )
    return field


class SubmissionForm(WithFiles):
    """What somebody sends: what it is, what happened, how to reach him if he wants."""

    kind = forms.ChoiceField(
        label=_("这是"),
        choices=[
            (one, one)
            for one in (
                PetitionKind.QUESTION,
                PetitionKind.CLAIM,
                PetitionKind.SUGGESTION,
                ACCUSATION,
            )
        ],
        error_messages={
            "required": _("请选一种。"),
            "invalid_choice": _("请从上面选一种。"),
        },
    )
    text = TextField(
        label=_("发生了什么"),
        strip=False,
        max_length=MAX_TEXT,
        help_text=_("时间、地点、单位、您的请求。不要写身份证号、银行卡号。"),
        widget=forms.Textarea(attrs=LINES),
        error_messages={
            "required": _("请写明发生了什么、您的请求。"),
            "max_length": _(
                "最多 %(limit_value)d 字，现在 %(show_value)d 字。内容较长的，请写明要"
                "点，另附文件。"
            ),
        },
    )
    attachments = _files()
    name = forms.CharField(
        label=_("姓名"),
        required=False,
        max_length=MAX_FIELD,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    address = forms.CharField(
        label=_("住址"),
        required=False,
        max_length=MAX_FIELD,
        help_text=_("反映问题、请求解决的，写了姓名和住址，才能书面告知您（第二十三条）。"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "dir": "auto"}),
    )
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=MAX_FIELD,
        help_text=_("查询码丢了，可以按这个号码补发。不会给被反映的单位。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    people = forms.IntegerField(
        label=_("一共几个人"),
        required=False,
        min_value=1,
        max_value=MAX_PEOPLE,
        initial=1,
        help_text=_("几个人为同一件事来访的，请推选不超过 5 位代表（第二十条）。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    homepage = forms.CharField(required=False, max_length=500)  # people leave it empty
    sum_token = forms.CharField(required=False, max_length=200)
    sum_answer = forms.CharField(required=False, max_length=20)

    def original(self) -> OriginalText:
        """Return what was written, as it was written."""
        data = self.cleaned_data
        return OriginalText(
            data["text"], name=data["name"], address=data["address"], phone=data["phone"]
        )


class CodeForm(forms.Form):
    """A query code, however it is typed."""

    code = forms.CharField(
        label=_("查询码"),
        max_length=60,
        help_text=_("12 个字母和数字，写在回执上。大小写、空格、横线都没有关系。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("请填写查询码。")},
    )


class SupplementForm(WithFiles):
    """What is added later."""

    text = TextField(
        label=_("要补充的内容"),
        strip=False,
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs=LINES),
    )
    attachments = _files()


SATISFACTIONS = [
    (Satisfaction.SATISFIED.value, _("满意")),
    (Satisfaction.BASICALLY.value, _("基本满意")),
    (Satisfaction.NOT.value, _("不满意")),
]


class RatingForm(forms.Form):
    """How content somebody is: with the bureau, and with the unit where another one acted."""

    of_bureau = forms.ChoiceField(choices=SATISFACTIONS, widget=forms.RadioSelect)
    of_unit = forms.ChoiceField(choices=SATISFACTIONS, widget=forms.RadioSelect)
    reason = TextField(
        label=_("为什么"),
        required=False,
        max_length=MAX_REASON,
        help_text=_("请不要写姓名、电话。办理的单位会看到这段话，其中的姓名、电话会隐去。"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, bureau: str, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["of_bureau"].label = gettext("对%(bureau)s的工作") % {"bureau": bureau}
        if unit:
            self.fields["of_unit"].label = gettext("对%(unit)s的办理") % {"unit": unit}
        else:
            del self.fields["of_unit"]
