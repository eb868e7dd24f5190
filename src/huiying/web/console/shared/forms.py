"""Forms that several screens share: a reason, a grade, a merge, a file.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.time.moments import YEARS
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.web.shared.widgets import day_input
from huiying.work.casework.core.files import FileInput

Text = str | Promise
GROUNDS = [(str(ground), _(ground.label)) for ground in GradeGround]
GRADES = [(int(grade), _(grade.label)) for grade in reversed(Grade) if grade != Grade.CRITICAL]


def unchosen(choices: Iterable[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Return choices with none made yet: whoever is first in a list is not meant by that.

    A single one needs no choosing.
    """
    offered = list(choices)
    return offered if len(offered) == 1 else [("", gettext("请选择")), *offered]


def grade_ground_field() -> forms.TypedChoiceField:
    """Return the field for why a grade is another one than proposed or signed."""
    return forms.TypedChoiceField(
        label=_("所属情形"),
        required=False,
        coerce=GradeGround,
        empty_value=None,
        choices=[("", _("与建议一致，无需选择")), *GROUNDS],
        help_text=_(
            "与建议不一致的必选。调低重大、高于依据、记为非负面，都须另一人签署；签署前按原来的等级和时限办。"
        ),
    )


def post_line(copies: int, text: str) -> str:
    """Return a post to choose with how often it is told; once needs no number."""
    return f"×{copies} {text}" if copies > 1 else text


MOMENT = "%Y-%m-%dT%H:%M"


def _in_plausible_year(at: datetime) -> None:
    if at.year not in YEARS:
        raise forms.ValidationError(gettext("请填写 1900 年到 2099 年之间的时间。"))


class MomentField(forms.DateTimeField):
    """A local moment in a year that somebody can mean."""

    default_validators = [_in_plausible_year]

    def to_python(self, value: Any) -> datetime | None:
        """Return it in local time: PostgreSQL stores no offset of sixteen hours or more."""
        found = super().to_python(value)
        if found is None or found.year not in YEARS:
            return found  # the validator refuses it
        return timezone.localtime(found)


def moment_field(label: Any, **options: Any) -> MomentField:
    """Return a field for a local moment, in the words of the browser's own picker."""
    return MomentField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        **options,
    )


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, in the words of the browser's own picker."""
    return forms.DateField(label=label, widget=day_input(), **options)


class ReasonForm(forms.Form):
    """An act that must say why."""

    reason = forms.CharField(
        label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(forms.Form):
    """Yes, or no with a reason."""

    conditional = ("reason",)

    decision = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, yes: tuple[str, Text], no: tuple[str, Text], why: Text, **kwargs: Any
    ) -> None:
        """Take the two answers, each with its words, and when a reason is asked for."""
        super().__init__(*args, **kwargs)
        self._yes = yes[0]
        self.fields["decision"].choices = [yes, no]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = str(why)

    @property
    def approves(self) -> bool:
        """Tell whether the answer is yes."""
        return bool(self.cleaned_data["decision"] == self._yes)


class SeenForm(ReasonForm):
    """退回: with a reason, about exactly what was on the screen."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class MergeForm(ReasonForm):
    """并入: into which incident, and why."""

    target = forms.ChoiceField(label=_("并入事件"))

    field_order = ["target", "reason"]

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = unchosen(choices)  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file and what it shows."""

    conditional = ("words",)

    file = StoredFileField(label=_("材料文件"), required=False)
    words = forms.CharField(
        label=_("文件说明"),
        required=False,
        max_length=200,
        help_text=_("附有文件的必填，如“北门送水点照片”。不得写个人信息。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words when there is a file."""
        data = super().clean() or {}
        if data.get("file") and not data.get("words", "").strip():
            self.add_error("words", gettext("请填写文件说明。"))
        return data

    def pieces(self, bureau_id: int) -> list[FileInput]:
        """Return the file, if there is one; it lies on disk from then on."""
        written = store_upload(bureau_id, self.cleaned_data["file"])
        return [FileInput(self.cleaned_data["words"], written)] if written else []


class WordsForm(forms.Form):
    """Words for the ledger, without persons."""

    text = forms.CharField(
        label=_("内容"), max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )
