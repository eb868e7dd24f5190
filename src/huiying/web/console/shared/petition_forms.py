"""Forms of the legal periods: a petition of the bureau's own, or one an incident is linked to.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.files.incoming import WrittenFile
from huiying.jobs import clock
from huiying.policy.time.petitions import ForwardManner
from huiying.web.console.shared.forms import ReasonForm, day_field, unchosen
from huiying.web.shared.files import StoredFileField, store_upload
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.references.models import Reference
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.forward import Forwarding


class DayForm(forms.Form):
    """On which day something happened to a petition."""

    day = day_field(_("日期"))


class LateDayForm(DayForm):
    """A day, and why it is recorded long after."""

    conditional: tuple[str, ...] = ("paper", "late_reason")

    paper = StoredFileField(
        label=_("证明日期的材料扫描件"),
        required=False,
        demand=_("日期早于今日的必填。"),
    )

    late_reason = forms.CharField(
        label=_("补登理由"),
        required=False,
        max_length=200,
        help_text=_("日期早于三日前的必填，写明依据材料；记入审计记录。"),
    )

    def paper_of(self, bureau_id: int) -> WrittenFile | None:
        """Return the paper that shows the day; it lies on disk from then on."""
        return store_upload(bureau_id, self.cleaned_data["paper"])


class ForwardForm(LateDayForm):
    """转送、交办: to whom, how, when the result is due."""

    conditional = ("result_due", "paper", "late_reason")

    competent = forms.TypedChoiceField(label=_("有权处理的单位"), coerce=int)
    manner = forms.ChoiceField(
        label=_("方式"),
        choices=[(manner.value, _(manner.label)) for manner in ForwardManner],
        widget=forms.RadioSelect,
    )
    result_due = day_field(_("反馈结果的日期"), required=False, help_text=_("交办的须填。"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["competent"].choices = unchosen(units)  # type: ignore[attr-defined]

    def forwarding(self, competent: Unit) -> Forwarding:
        """Return what was filled in as the act wants it."""
        data = self.cleaned_data
        manner = ForwardManner(data["manner"])
        return Forwarding(
            competent,
            manner,
            data["day"],
            data["result_due"],
            data["late_reason"],
            self.paper_of(competent.bureau_id),
        )


class ObjectionForm(DayForm, ReasonForm):
    """职权异议: when it was raised, and why."""


class ReviewForm(DayForm):
    """复查、复核: by which superior body, since which day."""

    superior = forms.CharField(
        label=_("上一级机关"),
        max_length=100,
        help_text=_("复查、复核由原办理机关的上一级机关办理。"),
    )


def today_options(_row: object, _request: OfficerRequest) -> dict[str, Any]:
    """Return the options of a form whose day is today unless another is chosen."""
    return {"initial": {"day": localdate(clock.now())}}


def units_options(row: Petition | Reference, _request: OfficerRequest) -> dict[str, Any]:
    """Return the option of a form that asks for a unit: the active ones of the bureau."""
    return {"units": [(unit.pk, unit.name) for unit in units_of(row.bureau_id)]}


def forward_options(row: Petition | Reference, request: OfficerRequest) -> dict[str, Any]:
    """Return the options of a ``ForwardForm``: the units of the bureau, today."""
    return {**units_options(row, request), **today_options(row, request)}
