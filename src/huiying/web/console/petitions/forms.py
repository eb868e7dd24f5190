"""Forms of petitions: registration, entry by officers, handling, letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.base.files.incoming import WrittenFile
from huiying.policy.petitions.deliveries import RECORDED_WAYS, DeliveryWay
from huiying.policy.petitions.kinds import (
    RECORDED_BY_OFFICERS,
    OpinionOutcome,
    PetitionChannel,
    PetitionKind,
    ReplyKind,
)
from huiying.web.console.shared.forms import ReasonForm, moment_field, unchosen
from huiying.web.console.shared.petition_forms import ForwardForm, ObjectionForm
from huiying.web.shared.files import StoredFilesField, store_upload
from huiying.web.shared.widgets import text_area
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import (
    MAX_FIELD,
    MAX_PEOPLE,
    MAX_TEXT,
    MOST_FILES,
)
from huiying.work.petitions.core.texts import MAX_REPLY, MAX_TITLE
from huiying.work.petitions.petitions.actions.register import CheckedPetition
from huiying.work.petitions.replies.actions.deliver import DeliveryInput
from huiying.work.petitions.replies.actions.draft import ReplyDraft

ACCUSATION = "ACCUSATION"
KINDS = [(one.value, _(one.label)) for one in PetitionKind]


class RegisterForm(forms.Form):
    """登记: the working text as units may read it, its kind, what it repeats."""

    title = forms.CharField(label=_("标题"), max_length=MAX_TITLE)
    text = forms.CharField(
        label=_("工作文本"),
        max_length=MAX_TEXT,
        widget=text_area(12),
        help_text=_("承办单位只见此文本。请逐句核对，遗漏的姓名、电话、住址须遮盖。"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS, widget=forms.RadioSelect)
    repeat_of = forms.CharField(
        label=_("重复件的原编号"),
        required=False,
        max_length=20,
        help_text=_("是否重复按事项判断，不按信访人判断。不是重复件的，不填。"),
    )

    def checked(self) -> CheckedPetition:
        """Return what was found as the act wants it."""
        data = self.cleaned_data
        return CheckedPetition(
            data["title"], data["text"], PetitionKind(data["kind"]), data["repeat_of"]
        )


def _forgotten() -> forms.TextInput:
    """Return a box whose content the browser does not remember."""
    return forms.TextInput(attrs={"autocomplete": "off"})


class EntryForm(forms.Form):
    """登记来信、来电、来访: the form of the public, filled in by an officer.

    The browser remembers neither what was written nor who wrote it.
    """

    channel = forms.ChoiceField(
        label=_("方式"),
        choices=[(one.value, _(one.label)) for one in RECORDED_BY_OFFICERS],
        widget=forms.RadioSelect,
    )
    received = moment_field(_("收到时间"), help_text=_("时限自收到时起算。"))
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[*KINDS, (ACCUSATION, pgettext_lazy("kind of petition", "检举控告"))],
        widget=forms.RadioSelect,
        help_text=_("检举控告单独保存，只转有权处理的机关。"),
    )
    title = forms.CharField(
        label=_("标题"), required=False, max_length=MAX_FIELD, widget=_forgotten()
    )
    text = forms.CharField(
        label=_("反映的情况和请求"),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("按原话记录。原文加密保存，遮盖个人信息后供办理。"),
    )
    name = forms.CharField(
        label=_("姓名（名称）"), required=False, max_length=MAX_FIELD, widget=_forgotten()
    )
    phone = forms.CharField(
        label=_("电话"), required=False, max_length=MAX_FIELD, widget=_forgotten()
    )
    address = forms.CharField(
        label=_("住址"),
        required=False,
        max_length=MAX_FIELD,
        widget=_forgotten(),
        help_text=_("姓名、住址不清的，无法书面告知（信访工作条例第二十三条）。"),
    )
    people = forms.IntegerField(
        label=_("人数"),
        min_value=1,
        max_value=MAX_PEOPLE,
        initial=1,
        help_text=_("多人走访的，代表不超过 5 人。"),
    )
    attachments = StoredFilesField(label=_("材料、照片"), required=False, most=MOST_FILES)

    def original(self) -> OriginalText:
        """Return what came in as it was said or written."""
        data = self.cleaned_data
        return OriginalText(
            data["text"], data["title"], data["name"], data["address"], data["phone"]
        )

    def petition_kind(self) -> PetitionKind | None:
        """Return the kind; None = an accusation."""
        kind = self.cleaned_data["kind"]
        return None if kind == ACCUSATION else PetitionKind(kind)

    def petition_channel(self) -> PetitionChannel:
        """Return by which way it came."""
        return PetitionChannel(self.cleaned_data["channel"])

    def files_on_disk(self, bureau_id: int) -> list[WrittenFile]:
        """Return the files; they lie encrypted on disk from then on."""
        written = (store_upload(bureau_id, one) for one in self.cleaned_data["attachments"])
        return [one for one in written if one is not None]


class PetitionForwardForm(ForwardForm):
    """转送、交办 of a petition of the bureau: decided now, so the unit comes first."""

    field_order = ["competent", "manner", "day", "result_due", "paper", "late_reason"]


class ReassignmentForm(ReasonForm):
    """改派: to which unit, and why."""

    competent = forms.TypedChoiceField(label=_("承接的单位"), coerce=int)
    field_order = ["competent", "reason"]

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["competent"].choices = unchosen(units)  # type: ignore[attr-defined]


class PetitionObjectionForm(ObjectionForm):
    """职权异议 of a petition of the bureau."""

    field_order = ["day", "reason"]


class SupplementForm(forms.Form):
    """核对补充: what of it the unit may read."""

    text = forms.CharField(label=_("工作文本"), max_length=MAX_TEXT, widget=text_area(8))


def _area(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_REPLY,
        widget=text_area(rows),
        help_text=hint,
    )


class ReplyForm(forms.Form):
    """A letter: the fields that its kind has."""

    outcome = forms.ChoiceField(
        label=_("处理结果"),
        required=False,
        choices=[(one.value, _(one.label)) for one in OpinionOutcome],
        widget=forms.RadioSelect,
    )
    claim = _area(_("投诉请求"), 3)
    facts = _area(_("事实和理由"), 5)
    days = forms.IntegerField(label=_("延长几日"), required=False, min_value=1, max_value=30)
    text = _area(_("答复内容"), 8)
    basis = _area(_("法律法规依据"), 2)
    ways = _area(_("救济途径"), 2)

    FIELDS = {
        ReplyKind.ANSWER: ("text", "basis"),
        ReplyKind.ACCEPTANCE: ("text",),
        ReplyKind.REFUSAL: ("text", "basis", "ways"),
        ReplyKind.NO_FURTHER: ("text", "basis", "ways"),
        ReplyKind.EXTENSION: ("days", "facts", "text", "basis"),
    }
    LABELS = {
        ReplyKind.ACCEPTANCE: {"text": _("补充说明")},
        ReplyKind.REFUSAL: {"text": _("不予受理的理由"), "ways": _("可以向哪里反映")},
        ReplyKind.NO_FURTHER: {"text": _("不再受理的理由"), "ways": _("可以向哪里反映")},
        ReplyKind.EXTENSION: {
            "facts": _("情况复杂在何处（信访工作条例第三十四条）"),
            "text": _("延期的理由"),
        },
    }
    OPINION = ("outcome", "claim", "facts", "text", "basis", "ways")
    OPINION_LABELS = {"text": _("处理意见")}

    def __init__(self, *args: Any, kind: ReplyKind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind
        shown = self.FIELDS.get(kind, self.OPINION)
        labels = self.LABELS.get(kind, self.OPINION_LABELS if shown == self.OPINION else {})
        for name in [*self.fields]:
            if name not in shown:
                del self.fields[name]
            elif name in labels:
                self.fields[name].label = labels[name]
            if name in shown and not (
                kind == ReplyKind.ACCEPTANCE or name in ("ways", "basis")
            ):
                self.fields[name].required = True

    def draft(self) -> ReplyDraft:
        """Return the words as the act wants them."""
        data = self.cleaned_data
        outcome = data.get("outcome")
        return ReplyDraft(
            kind=self.kind,
            text=data.get("text", ""),
            outcome=OpinionOutcome(outcome) if outcome else None,
            claim=data.get("claim", ""),
            facts=data.get("facts", ""),
            basis=data.get("basis", ""),
            ways=data.get("ways", ""),
            days=data.get("days"),
        )


class DeliveryForm(forms.Form):
    """登记送达: how, when, by which proof."""

    way = forms.ChoiceField(
        label=_("方式"),
        choices=[(one.value, _(one.label)) for one in RECORDED_WAYS],
        widget=forms.RadioSelect,
    )
    at = moment_field(_("送达时间"))
    proof = forms.CharField(
        label=_("送达凭证"),
        max_length=200,
        help_text=_("如挂号信编号、签收回执编号、通话记录编号，不写个人信息。"),
    )

    def delivery(self) -> DeliveryInput:
        """Return what was filled in as the act wants it."""
        data = self.cleaned_data
        return DeliveryInput(DeliveryWay(data["way"]), data["at"], data["proof"])


class ManyForm(forms.Form):
    """批量答复: the same words to each of the chosen petitions."""

    text = forms.CharField(
        label=_("答复内容"),
        max_length=MAX_REPLY,
        widget=text_area(8),
        help_text=_("每件各发一份答复，可凭查询码查看。不写个人信息。"),
    )
    basis = _area(_("法律法规依据"), 2)
