"""Acts of confirmation: ask an agency about these words, or waive its confirmation."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_content
from huiying.web.console.confirmations.forms import AgencyForm, WaiveForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out_on_draft
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.last_change import last_change_of_draft
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.confirmations.actions.waive import waive_confirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation

DRAFT = Target(
    row=draft_for, back=lambda draft: _address(draft.pk), last_change=last_change_of_draft
)


@Act(
    DRAFT,
    Capability.DRAFT,
    title=_("请有关机关确认"),
    lead=_("对方可见本稿全文，不可见事件和帖文。"),
    safe=_("确认仅对本稿有效，修改后作废并须重新征求。本操作不公开任何内容。"),
    form=AgencyForm,
    options=lambda draft, request: {
        "bureau_id": draft.bureau_id,
        "initial": {"unit": request.GET.get("unit", "")},
    },
    submit=_("发出这一稿请确认"),
)
def ask_agency(draft: Draft, form: AgencyForm, by: By) -> Outcome:
    """请对方确认: send the words as they stand to an agency."""
    unit = form.cleaned_data["unit"]
    ask_confirmation(draft=draft, unit=unit, revision=by.known_revision, **by.stamp)
    return (
        _("已请%(unit)s确认。") % {"unit": unit.name},
        f"{_address(draft.pk)}#confirmations",
    )


@form_page
def waive(request: OfficerRequest, pk: int, unit_id: int) -> HttpResponse:
    """不等确认: a leader's reason, for exactly these words."""
    draft = draft_for(request.user, pk, to=Capability.APPROVE)
    unit = unit_for(request.user, unit_id, to=Capability.APPROVE)
    text = ActText(
        title=_("不经%(unit)s确认") % {"unit": unit.name},
        submit=_("决定不经%(unit)s确认") % {"unit": unit.name},
        lead=_("制度第八条要求先沟通确认；不经确认的理由记入审计记录。"),
        safe=_("仅对当前稿有效，修改后作废。"),
        back=_address(pk),
        danger=True,
    )
    form = WaiveForm(request.POST or None, initial={"hash": hash_of_content(content_of(draft))})

    def perform() -> Outcome:
        waive_confirmation(
            draft=draft,
            unit=unit,
            reason=form.cleaned_data["reason"],
            shown_hash=form.cleaned_data["hash"],
            officer=request.user,
            now=clock.now(),
        )
        words = _("已决定不经%(unit)s确认，理由已记录。") % {"unit": unit.name}
        return words, f"{_address(pk)}#confirmations"

    return carry_out_on_draft(request, form, text, draft, perform)


def _address(pk: int) -> str:
    return reverse("console:draft", args=[pk])
