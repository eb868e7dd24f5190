"""One mechanism review: what was recorded, the paper, and the second person's decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.web.console.mechanism.forms import MechanismReviewForm
from huiying.web.console.mechanism.rows import review_row
from huiying.web.console.shared.acts import Outcome, redirect_refused
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import MOMENT
from huiying.web.console.shared.last_change import last_change_of_draft
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.mechanism.access import mechanism_review_for
from huiying.work.responses.mechanism.actions.countersign import MECHANISM_KIND
from huiying.work.responses.mechanism.actions.record import record_mechanism_review
from huiying.work.responses.mechanism.standing import Gate, mechanism_standing

REVIEW = Target(row=mechanism_review_for, back=lambda row: _address(row.number))


def _options(draft: Draft, _request: OfficerRequest) -> dict[str, Any]:
    standing = mechanism_standing(draft)
    typed = standing.review if standing.gate == Gate.NUMBER_ONLY else None
    return {
        "bureau_id": draft.bureau_id,
        "initial": {
            "hash": hash_of_content(content_of(draft)),
            "at": clock.now().astimezone(LOCAL).strftime(MOMENT),
            "document": typed.document if typed else "",
        },
    }


@Act(
    Target(
        row=draft_for,
        back=lambda draft: f"{reverse('console:draft', args=[draft.pk])}#premises",
        last_change=last_change_of_draft,
    ),
    Capability.DRAFT,
    title=gettext_lazy("登记机制审核"),
    lead=lambda draft: (
        _("只登记对这一稿的审核：文字校验值 %(hash)s…")
        % {"hash": hash_of_content(content_of(draft))[:16]}
    ),
    safe=gettext_lazy("登记后须经第二人核签生效。修改后作废，须重新送审核。"),
    form=MechanismReviewForm,
    options=_options,
    submit=gettext_lazy("登记这次审核"),
)
def record(draft: Draft, form: MechanismReviewForm, by: By) -> Outcome:
    """登记机制审核: office, moment, opinion, number and paper."""
    row = record_mechanism_review(
        draft=draft,
        review_input=form.review_input(draft.bureau_id),
        shown_hash=form.cleaned_data["hash"],
        **by.stamp,
    )
    return _("已登记（%(number)s），等第二人核签。") % {"number": row.number}, _address(
        row.number
    )


@require_GET
def review(request: OfficerRequest, number: str) -> HttpResponse:
    """Show one opinion, and to a second person the way to confirm the record."""
    row = mechanism_review_for(request.user, number, to=Capability.SEE_INCIDENTS)
    signoff = row.signoff
    pending = signoff is not None and signoff.decision == Decision.PENDING
    first = {row.recorded_by_id, *row.draft.writers}
    digest = MECHANISM_KIND.content_hash(row)
    context = {
        "row": review_row(row),
        "incident": row.draft.answer.incident,
        "draft_title": row.draft.title,
        "draft_url": f"{reverse('console:draft', args=[row.draft_id])}#premises",
        "text_hash": row.content_hash,
        "hash": digest,
        "pending": pending,
        "may_decide": pending
        and may(request.user, Capability.REVIEW)
        and request.user.pk not in first,
        "own": pending and request.user.pk in first,
        "sign_url": reverse("console:mechanism-sign", args=[number]),
        "return_url": reverse("console:mechanism-return", args=[number]),
    }
    return render(request, "console/mechanism/review.html", context)


sign = approve_act(MECHANISM_KIND, REVIEW, Capability.REVIEW, done=gettext_lazy("已核签。"))
"""核签: exactly what was on the screen."""

send_back = return_act(
    MECHANISM_KIND,
    REVIEW,
    Capability.REVIEW,
    title=gettext_lazy("无法证实，退回登记"),
    lead=gettext_lazy("登记人可见理由；本次登记失效。"),
    done=gettext_lazy("已退回，本次登记失效。"),
)
"""不能证实, with a reason."""


@require_GET
def scan(request: OfficerRequest, number: str) -> HttpResponse:
    """The scan of a paper; one that is gone says so."""
    row = mechanism_review_for(request.user, number, to=Capability.SEE_INCIDENTS)
    answer = file_response(row.file) if row.file is not None else None
    if answer is not None:
        return answer
    gone = _("该文件无法打开：已缺失、已销毁，或与登记时的校验值不符。")
    return redirect_refused(request, Refused(gone), _address(number))


def _address(number: str) -> str:
    return reverse("console:mechanism", args=[number])
