"""Acts of disclosure: withhold a passage, disclose it, review it.

In:   requests of writers and leaders.    Out:  the act, or why it was not done.
Cost: as the acts.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.disclosure.forms import KeepForm, ReviewForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.draft_acts import carry_out_on_draft
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.responses.disclosure.access import withholding_for
from huiying.work.responses.disclosure.actions.review_withholding import review_withholding
from huiying.work.responses.disclosure.actions.withhold import (
    WithholdingInput,
    undo_withholding,
    withhold,
)
from huiying.work.responses.drafts.access import draft_for

NEVER = -1


@form_page
def keep_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """划出不公开的一处: a passage, a ground of the law, the reason."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    asked = ActText(
        title=_("划出不公开的一处"),
        submit=_("这一处不公开"),
        lead=_("公开是常态。划出的文字从公开的页面、打印、订阅和数据里去掉，原处写明依据。"),
        safe=_("有不公开部分的回应须三个人复核；发布后定期复审。"),
        back=_address(pk),
    )
    form = KeepForm(request.POST or None)

    def deed() -> Outcome:
        seen = submitted_version(request)
        withhold(
            draft=draft,
            revision=NEVER if seen is None else seen,
            kept=WithholdingInput(**form.cleaned_data),
            officer=request.user,
            now=clock.now(),
        )
        return _("已划为不公开。请通读一遍，别处不要再写出来。"), f"{_address(pk)}#disclosure"

    return carry_out_on_draft(request, form, asked, draft, deed)


@require_POST
def free(request: OfficerRequest, pk: int, withholding_id: int) -> HttpResponse:
    """改为公开: the passage goes out with the rest."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    seen = submitted_version(request)
    try:
        undo_withholding(
            draft=draft,
            revision=NEVER if seen is None else seen,
            withholding_id=withholding_id,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _address(pk))
    return redirect_done(request, _("这一处改为公开。"), f"{_address(pk)}#disclosure")


@form_page
def review(request: OfficerRequest, withholding_id: int) -> HttpResponse:
    """复审: still kept back, or to be opened by a correction."""
    row = withholding_for(request.user, withholding_id, to=Capability.APPROVE)
    asked = ActText(
        title=_("复审不公开的一处"),
        submit=_("写下复审结论"),
        lead=_("《政府信息公开条例》第十八条：不公开的要定期评估审查。"),
        safe=_("复审本身不公开任何内容；应当公开的，由起草人更正后发布。"),
        back=reverse("console:disclosure"),
    )
    form = ReviewForm(request.POST or None)

    def deed() -> Outcome:
        keep = form.cleaned_data["decision"] == "keep"
        review_withholding(
            withholding=row,
            keep=keep,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        said = _("仍不公开，复审时钟重新开始。") if keep else _("应当公开：请起草更正。")
        return said, reverse("console:disclosure")

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


def _address(pk: int) -> str:
    return reverse("console:draft", args=[pk])
