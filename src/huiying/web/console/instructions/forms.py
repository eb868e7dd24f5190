"""Forms of instructions: what the leader writes, and what the office types from a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import officer_for, unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.web.console.shared.forms import moment_field, unchosen
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.web.shared.widgets import day_input, text_area
from huiying.work.casework.instructions.actions.give import (
    LONGEST_TEXT,
    InstructionInput,
    Paper,
)

Choices = list[tuple[int, str]]


class InstructionForm(forms.Form):
    """批示: the words, whom they address, by when, whether the office opens a 督办."""

    conditional = ("units",)

    text = forms.CharField(
        label=_("批示内容"),
        max_length=LONGEST_TEXT,
        widget=text_area(4),
        help_text=_("写明要求，不写个人信息。"),
    )
    units = forms.TypedMultipleChoiceField(
        label=_("承办单位"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("列为督办的，须选择承办单位。"),
    )
    due = moment_field(_("办理期限"), required=False)
    supervise = forms.BooleanField(label=_("列为督办，须反馈并销号"), required=False)
    officers = forms.TypedMultipleChoiceField(
        label=_("点名人员"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, units: Choices, officers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units  # type: ignore[attr-defined]
        self.fields["officers"].choices = officers  # type: ignore[attr-defined]

    def given(self, by: Officer) -> InstructionInput:
        """Return what is instructed; units and officers are the bureau's."""
        data, see = self.cleaned_data, Capability.SEE_INCIDENTS
        return InstructionInput(
            text=data["text"],
            units=tuple(unit_for(by, pk, to=see) for pk in data["units"]),
            officers=tuple(officer_for(by, pk, to=see) for pk in data["officers"]),
            due=data["due"],
            supervise=data["supervise"],
        )


class PaperForm(InstructionForm):
    """登记批示: also whose paper it is, its date and its scan."""

    leader = forms.TypedChoiceField(label=_("批示领导"), coerce=int)
    dated = forms.DateField(label=_("批示日期"), widget=day_input())
    scan = StoredFileField(label=_("批示件扫描件"))
    field_order = ["leader", "dated", "scan", "text", "units", "due", "supervise", "officers"]

    def __init__(self, *args: Any, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = unchosen(leaders)  # type: ignore[attr-defined]

    def paper(self, by: Officer) -> Paper:
        """Return the paper; its scan lies encrypted on disk from then on."""
        data = self.cleaned_data
        leader = officer_for(by, data["leader"], to=Capability.SEE_INCIDENTS)
        written = store_upload(by.bureau_id, data["scan"])
        if written is None:
            raise Refused(_("请上传批示件扫描件。"))
        return Paper(leader, data["dated"], written)
