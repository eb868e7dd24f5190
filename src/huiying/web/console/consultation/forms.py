"""Forms of consultations, proposals and assignments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import ReasonForm, moment_field, unchosen
from huiying.work.casework.procedure.actions.sign_minutes import MAX_TEXT, MinutesInput

BEFORE_SIGNING = _("保存时可空，送签前须填写。")


def _long(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class InviteForm(forms.Form):
    """邀请: officers of the bureau, sections, subordinate units and agencies."""

    conditional = ("officers", "units")

    officers = forms.TypedMultipleChoiceField(
        label=_("人员"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("人员、单位至少选一项。"),
    )
    units = forms.TypedMultipleChoiceField(
        label=_("单位和外单位"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("人员、单位至少选一项；选单位的，由单位派人参加。"),
    )

    def __init__(
        self,
        *args: Any,
        officers: list[tuple[int, str]],
        units: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = officers  # type: ignore[attr-defined]
        self.fields["units"].choices = units  # type: ignore[attr-defined]


class CallForm(InviteForm):
    """召集会商: when, where, who."""

    meets_at = moment_field(_("时间"))
    place = forms.CharField(label=_("地点或方式"), max_length=120)
    field_order = ["meets_at", "place", "officers", "units"]


class OpinionForm(forms.Form):
    """意见, with whether it dissents."""

    text = forms.CharField(
        label=_("意见"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    dissent = forms.BooleanField(label=_("不同意见（写入纪要，不得删改）"), required=False)


class MinutesForm(forms.Form):
    """纪要: the four points of Article 6."""

    conditional = ("nature", "trend", "risks", "proposal")

    nature = _long(_("事件性质"), BEFORE_SIGNING)
    trend = _long(_("舆情走势"), BEFORE_SIGNING)
    risks = _long(_("可能出现的风险"), BEFORE_SIGNING)
    proposal = _long(_("处置建议"), BEFORE_SIGNING, rows=4)

    def minutes(self) -> MinutesInput:
        """Return the conclusions as the act wants them."""
        return MinutesInput(**self.cleaned_data)


class ProposalForm(forms.Form):
    """预控处置意见: what is to be done, and what could go wrong."""

    measures = forms.CharField(
        label=_("处置措施"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明承办单位、时间和措施；先解决问题，再公开回应。"),
    )
    risks = _long(_("可能出现的风险和应对"))


class UrgentForm(ReasonForm):
    """紧急先行: why it cannot wait."""


class AssignForm(forms.Form):
    """交办: which unit or team does what by when, and what it hands in."""

    to = forms.ChoiceField(label=_("交办给"))
    task = forms.CharField(
        label=_("交办事项"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    due = moment_field(_("办理期限"))
    material = forms.CharField(
        label=_("需提交材料"),
        required=False,
        max_length=400,
        help_text=_("如“整改前后照片、签收单”。填写后须随反馈提交。"),
    )

    def __init__(self, *args: Any, takers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = unchosen(takers)  # type: ignore[attr-defined]
