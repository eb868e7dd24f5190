"""征求第三方意见 on the page of a draft: ask, record the view, publish with a basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.third_party import THIRD_PARTY_GROUNDS, LiftBasis, View
from huiying.web.console.shared.acts import Outcome, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import moment_field
from huiying.web.shared.drawing import ActButton
from huiying.work.responses.core.models import Draft, Withholding
from huiying.work.responses.disclosure.access import (
    enquiry_of_third_party_for,
    withholding_for,
)
from huiying.work.responses.disclosure.actions.ask_third_party import (
    ask_third_party,
    record_third_party_view,
)
from huiying.work.responses.disclosure.actions.lift_withholding import (
    LiftInput,
    lift_withholding,
)
from huiying.work.responses.disclosure.models import ThirdPartyEnquiry

CHOSEN_BASES = [basis for basis in LiftBasis if basis.publishes]


class AskForm(forms.Form):
    """When the letter was received, and how it was served."""

    received_at = moment_field(gettext_lazy("第三方收到的时间"))
    delivery = forms.CharField(
        label=gettext_lazy("送达方式"),
        max_length=200,
        help_text=gettext_lazy("文号和送达方式。第三方身份只写入书面征求意见书。"),
    )


class ViewForm(forms.Form):
    """What the third party answered."""

    conditional = ("words",)

    view = forms.ChoiceField(
        label=gettext_lazy("第三方的意见"),
        choices=[(str(view), gettext_lazy(view.label)) for view in View],
        widget=forms.RadioSelect,
    )
    at = moment_field(gettext_lazy("答复时间"))
    words = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不同意的必填。不得写姓名、电话。"),
    )


class LiftForm(forms.Form):
    """On which basis the passage is published."""

    conditional = ("reason",)

    basis = forms.ChoiceField(
        label=gettext_lazy("依据"),
        choices=[(str(basis), gettext_lazy(basis.label)) for basis in CHOSEN_BASES],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("第三方已同意的可不填。审核人可见。"),
    )


def _back(draft: Draft) -> str:
    return f"{reverse('console:draft', args=[draft.pk])}#disclosure"


PASSAGE = Target(
    row=withholding_for,
    back=lambda row: _back(row.draft),
    about=lambda row: row.passage,
    version=lambda row: row.draft.revision,
)
ENQUIRY = Target(
    row=enquiry_of_third_party_for,
    back=lambda row: _back(row.answer.drafts.latest("version")),
    about=lambda row: row.passage,
)


@Act(
    PASSAGE,
    Capability.DRAFT,
    title=gettext_lazy("登记征求第三方意见"),
    lead=gettext_lazy(
        "《政府信息公开条例》第三十二条：书面征求意见，第三方自收到之日起 15 个工作日内提出。"
    ),
    safe=gettext_lazy("意见未登记、期限未满的，该处仍不予公开。"),
    form=AskForm,
    submit=gettext_lazy("登记"),
)
def ask(row: Withholding, form: AskForm, by: By) -> Outcome:
    """登记征求意见: the 15 working days run from the receipt."""
    ask_third_party(withholding=row, **form.cleaned_data, **by.stamp)
    return _("已登记征求第三方意见。"), _back(row.draft)


@Act(
    ENQUIRY,
    Capability.DRAFT,
    title=gettext_lazy("登记第三方的意见"),
    lead=gettext_lazy("照书面答复登记。同意的，可以改为公开；不同意且有合理理由的，不予公开。"),
    form=ViewForm,
    submit=gettext_lazy("登记意见"),
)
def answer(row: ThirdPartyEnquiry, form: ViewForm, by: By) -> Outcome:
    """登记意见: what the third party answered."""
    values = form.cleaned_data | {"view": View(form.cleaned_data["view"])}
    record_third_party_view(enquiry=row, **values, **by.stamp)
    return _("第三方的意见已登记。"), _back(row.answer.drafts.latest("version"))


@Act(
    PASSAGE,
    Capability.DRAFT,
    title=gettext_lazy("涉及第三方的一处改为公开"),
    lead=gettext_lazy(
        "《政府信息公开条例》第十五条：第三方同意，或者不公开会对公共利益造成重大影响的，才公开。"
    ),
    safe=gettext_lazy("回应须三人审核，审核人可见依据和理由。"),
    form=LiftForm,
    submit=gettext_lazy("改为公开"),
)
def lift(row: Withholding, form: LiftForm, by: By) -> Outcome:
    """改为公开: the basis of the law, with the reason."""
    lift_withholding(
        draft=row.draft,
        revision=by.known_revision,
        withholding_id=row.pk,
        lift=LiftInput(LiftBasis(form.cleaned_data["basis"]), form.cleaned_data["reason"]),
        **by.stamp,
    )
    return _("这一处改为公开，依据已记录。"), _back(row.draft)


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """One enquiry of a third party."""

    received_at: datetime
    due_at: datetime
    delivery: str
    view: str  # words; "" = no answer
    view_at: datetime | None
    words: str
    recorded_by: str
    answer_url: str  # "" = answered, or not for this officer


@dataclass(frozen=True, slots=True)
class LiftedRow:
    """A passage of a third party that is published, on which basis."""

    passage: str
    basis: str
    reason: str
    by: str
    at: datetime


def concerns_third_party(row: Withholding) -> bool:
    """Tell whether a passage is kept back for the sake of a third party."""
    return Ground(row.ground) in THIRD_PARTY_GROUNDS


def enquiry_rows(row: Withholding, *, writes: bool) -> list[EnquiryRow]:
    """Return what a third party was asked about a passage, and what it answered."""
    rows = row.draft.answer.third_party_enquiries.filter(passage=row.passage)
    return [
        EnquiryRow(
            received_at=one.received_at,
            due_at=one.due_at,
            delivery=one.delivery,
            view=_(View(one.view).label) if one.view else "",
            view_at=one.view_at,
            words=one.words,
            recorded_by=one.recorded_by.name if one.recorded_by else "",
            answer_url=reverse("console:third-party-view", args=[one.pk])
            if writes and not one.view
            else "",
        )
        for one in rows.select_related("recorded_by")
    ]


def third_party_acts(row: Withholding) -> list[ActButton]:
    """Return what a writer may do with a passage that concerns a third party."""
    return [
        act_button(_("登记征求第三方意见…"), "console:third-party-ask", row.pk),
        act_button(_("改为公开…"), "console:withhold-lift", row.pk),
    ]


def lifted_rows(draft: Draft) -> list[LiftedRow]:
    """Return the passages of third parties that a draft publishes, with their basis."""
    rows = draft.answer.lifted.filter(version=draft.version).select_related("officer")
    return [
        LiftedRow(row.passage, _(row.get_basis_display()), row.reason, row.officer.name, row.at)
        for row in rows
        if LiftBasis(row.basis).publishes
    ]
