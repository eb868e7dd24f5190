"""先发布后追认: say why the procedure of the district is missing; ratify it afterwards."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.signoff.access import request_for
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Outcome, Text, carry_out
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import DecisionForm, ReasonForm
from huiying.web.console.shared.last_change import last_change_of_draft
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.drafts.actions.note_missing_procedure import note_missing_procedure
from huiying.work.responses.releases.access import release_for
from huiying.work.responses.releases.actions.ratify_procedure import KIND, ratify_procedure

DRAFT = Target(
    row=draft_for,
    back=lambda draft: reverse("console:draft", args=[draft.pk]),
    last_change=last_change_of_draft,
)


@Act(
    DRAFT,
    Capability.DRAFT,
    title=_("未经机制审核，先行发布并报追认"),
    lead=_(
        "制度第八条：重大、较大按区委办、政府办机制执行。情况紧急的，发布后限时由领导追认。"
    ),
    safe=_("本操作不公开任何内容，审定照常进行。"),
    form=ReasonForm,
    submit=_("保存理由"),
)
def absent(draft: Draft, form: ReasonForm, by: By) -> Text:
    """等不及审核，先发布: the reason, for the ratification."""
    note_missing_procedure(
        draft=draft, revision=by.known_revision, **form.cleaned_data, **by.stamp
    )
    return _("已保存理由，发布后须限时追认。")


@form_page
def ratification(request: OfficerRequest, pk: int) -> HttpResponse:
    """追认: what went out without the procedure."""
    row = request_for(request.user, pk)
    if row.kind != KIND:
        raise Http404
    number, _slash, version = row.about_ref.partition("/")
    release_for(request.user, number, int(version), to=Capability.APPROVE)
    back = reverse("console:desk")
    text = ActText(
        title=_("追认：%(title)s") % {"title": row.label},
        submit=_("提交决定"),
        lead=_("未经机制审核已先行发布。理由：%(reason)s") % {"reason": row.emergency},
        safe=_("不予追认不撤下已公开内容，但记为违反程序。"),
        back=back,
    )
    form = DecisionForm(
        request.POST or None,
        yes=("yes", _("追认")),
        no=("no", _("不予追认")),
        why=_("不予追认的须填写。"),
    )

    def perform() -> Outcome:
        approve = form.approves
        ratify_procedure(
            request=row,
            approve=approve,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已追认。") if approve else _("不予追认，已记录。"), back

    return carry_out(request, form, text, 0, perform)
