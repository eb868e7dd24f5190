"""Forms of confirmation: which agency, its answer, the leader's reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.queries import agencies_of
from huiying.web.console.shared.forms import MomentField
from huiying.web.shared.confirmation_page import ConfirmationForm
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.work.responses.confirmations.actions.record import OfflineAnswer
from huiying.work.responses.confirmations.models import Manner


class AgencyForm(forms.Form):
    """Which agency is asked."""

    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("征求机关"), queryset=None, empty_label=_("请选择单位")
    )

    def __init__(self, *args: Any, bureau_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = agencies_of(bureau_id)  # type: ignore[attr-defined]


class ManualAnswerForm(ConfirmationForm):
    """What an agency said on the phone or on paper, and when; the hash of what was read out."""

    manner = forms.ChoiceField(
        label=_("答复方式"),
        choices=[(Manner.PHONE, Manner.PHONE.label), (Manner.PAPER, Manner.PAPER.label)],
        widget=forms.RadioSelect,
    )
    at = MomentField(
        label=_("答复的时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    file = StoredFileField(label=_("书面答复的扫描件"), required=False)
    hash = forms.CharField(widget=forms.HiddenInput)
    field_order = ["manner", "at", "answer", "words", "post", "file", "hash"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("对方的答复")  # who fills this in is not the agency

    def offline_answer(self, bureau_id: int) -> OfflineAnswer:
        """Return what was recorded; a scan lies encrypted on disk then."""
        data = self.cleaned_data
        written = store_upload(bureau_id, data["file"])
        return OfflineAnswer(Manner(data["manner"]), self.agency_answer(), data["at"], written)


class CountersignForm(forms.Form):
    """Whether a second person stands for what was recorded."""

    agrees = forms.ChoiceField(
        label=_("核签"),
        choices=[("yes", _("属实，核签")), ("no", _("无法证实，重新征求"))],
        widget=forms.RadioSelect,
    )
    hash = forms.CharField(widget=forms.HiddenInput)


class WaiveForm(forms.Form):
    """Why it goes out without the agency's confirmation, and the hash of what was read."""

    reason = forms.CharField(
        label=_("不经确认的理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    hash = forms.CharField(widget=forms.HiddenInput)
