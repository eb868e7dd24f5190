"""The page on which an agency answers a verification request by signed link.

In:   a token.    Out:  the claim with a form; a person's POST answers, once.
Cost: three queries. A scanner that opens the link changes nothing.

Who holds a forwarded link sees the claim alone, nothing of the incident. His answer is a
proposal under the unit's name, with the post that he wrote; an officer of the bureau confirms
it, or sends it back with a new link. The record says that the link was used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, read_link, use_link
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.links.forms import LinkAnswerForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.request_trace import trace_bureau
from huiying.web.shared.requests import form_page, submitted_version
from huiying.work.casework.verification.actions.answer_verification import (
    DEFAULT_VALIDITY,
    answer_by_link,
)
from huiying.work.casework.verification.actions.ask_verification import PURPOSE
from huiying.work.casework.verification.models import Docket, DocketState
from huiying.work.casework.verification.queries import verification_request_by_number


@login_not_required
@never_cache
@form_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the claim; take the answer when a person sends the form."""
    now = clock.now()
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        status = 404 if link == LinkProblem.UNKNOWN else 410
        return _problem(request, link, status)
    trace_bureau(link.bureau_id)
    docket = verification_request_by_number(link.bureau_id, link.about_ref)
    if docket is None or docket.state != DocketState.ASKED:
        return _problem(request, LinkProblem.USED, 410)
    usual = now.astimezone(LOCAL).date() + DEFAULT_VALIDITY
    form = LinkAnswerForm(
        request.POST or None, request.FILES or None, initial={"expires": usual}
    )
    if request.method != "POST" or not form.is_valid():
        return _page(request, docket, form, now)
    found = form.found(docket.bureau_id)
    try:
        with transaction.atomic():
            if not use_link(link, now):
                return _problem(request, LinkProblem.USED, 410)
            answer_by_link(
                docket=docket,
                found=found,
                post=form.cleaned_data["post"],
                now=now,
                revision=submitted_version(request),
            )
    except Refused as error:  # the link is not used up by an answer that was not taken
        form.add_error(None, str(error))
        docket.refresh_from_db()
        return _page(request, docket, form, now, status=409)
    return _page(request, docket, None, now)


@dataclass(frozen=True, slots=True)
class ClaimToVerify:
    """A claim that an agency was asked about, without the matter behind it."""

    number: str
    claim: str
    unit: str
    bureau: str


def _page(
    request: HttpRequest,
    docket: Docket,
    form: LinkAnswerForm | None,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "docket": ClaimToVerify(
            docket.number, docket.claim, docket.unit.name, docket.bureau.name
        ),
        "clock": clock_facts(docket.clock, now),
        "form": form,
        "version": docket.revision,
        "answered": form is None,
    }
    return render(request, "links/docket.html", context, status=status)


def _problem(request: HttpRequest, problem: LinkProblem, status: int) -> HttpResponse:
    return render(request, "links/problem.html", {"problem": PROBLEMS[problem]}, status=status)
