"""Acts of disclosure: withhold a passage, disclose it, review it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.disclosure.forms import KeepForm, ReviewForm
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.last_change import last_change_of_draft
from huiying.web.shared.requests import OfficerRequest, known_revision
from huiying.work.responses.core.models import Draft, Withholding
from huiying.work.responses.disclosure.access import withholding_for
from huiying.work.responses.disclosure.actions.lift_withholding import lift_withholding
from huiying.work.responses.disclosure.actions.review_withholding import review_withholding
from huiying.work.responses.disclosure.actions.withhold import WithholdingInput, withhold
from huiying.work.responses.drafts.access import draft_for

DRAFT = Target(
    row=draft_for, back=lambda draft: _address(draft.pk), last_change=last_change_of_draft
)

WITHHOLDING = Target(row=withholding_for, back="console:disclosure")


@Act(
    DRAFT,
    Capability.DRAFT,
    title=_("标记不予公开内容"),
    lead=_(
        "以公开为常态、不公开为例外。标记的文字从公开页面、打印、订阅和数据中移除，原处"
        "写明依据。"
    ),
    safe=_("含不予公开内容的回应须三人审核；发布后定期审查。"),
    form=KeepForm,
    submit=_("这一处不公开"),
)
def keep_back(draft: Draft, form: KeepForm, by: By) -> Outcome:
    """划出不公开的一处: a passage, a ground of the law, the reason."""
    withhold(
        draft=draft,
        revision=by.known_revision,
        withholding=WithholdingInput(**form.cleaned_data),
        **by.stamp,
    )
    return (
        _("已标记不予公开。请通读全文，其他位置不得再出现。"),
        f"{_address(draft.pk)}#disclosure",
    )


@require_POST
def free(request: OfficerRequest, pk: int, withholding_id: int) -> HttpResponse:
    """改为公开: the passage goes out with the rest."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    try:
        lift_withholding(
            draft=draft,
            revision=known_revision(request),
            withholding_id=withholding_id,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _address(pk))
    return redirect_done(request, _("这一处改为公开。"), f"{_address(pk)}#disclosure")


@Act(
    WITHHOLDING,
    Capability.APPROVE,
    title=_("复审不公开的一处"),
    lead=_("《政府信息公开条例》第十八条：不公开的要定期评估审查。"),
    safe=_("复审本身不公开任何内容；应当公开的，由起草人更正后发布。"),
    form=ReviewForm,
    submit=_("写下复审结论"),
)
def review(row: Withholding, form: ReviewForm, by: By) -> Text:
    """复审: still kept back, or to be opened by a correction."""
    keep = form.cleaned_data["decision"] == "keep"
    review_withholding(
        withholding=row, keep=keep, reason=form.cleaned_data["reason"], **by.stamp
    )
    return _("继续不予公开，定期审查时限重新计算。") if keep else _("应当公开：请起草更正。")


def _address(pk: int) -> str:
    return reverse("console:draft", args=[pk])
