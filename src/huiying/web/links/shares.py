"""An agency without an account reads the facts of an incident and hands in what it knows.

In:   a token.    Out:  the frozen facts with a form; a person's POST hands in a lead.
Cost: six queries. Looking is counted; it acts upon nothing, so a mail scanner changes nothing.

The link serves until it ends or is taken back. Who holds a forwarded link sees the same frozen
facts, which hold no post and nobody's name; that it was opened again stands in the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.links.dockets import ClaimToVerify
from huiying.web.links.forms import LeadForm, LinkAnswerForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.request_trace import trace_bureau
from huiying.web.shared.requests import form_page, submitted_version
from huiying.web.shared.time_words import as_of_words
from huiying.work.casework.liaison.actions.hand_in import answer_by_share, hand_in_lead
from huiying.work.casework.liaison.actions.share_facts import PURPOSE, record_opening
from huiying.work.casework.liaison.models import Share
from huiying.work.casework.liaison.queries import requests_open_for_share, share_by_number
from huiying.work.casework.verification.actions.answer_verification import DEFAULT_VALIDITY


@login_not_required
@never_cache
@form_page
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Show the frozen facts; take a lead when a person sends the form."""
    now = clock.now()
    found = _share_of(request, token, now)
    if isinstance(found, HttpResponse):
        return found
    form = LeadForm(request.POST or None)
    if request.method == "GET":
        record_opening(share=found, now=now)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, token)
    try:
        lead = hand_in_lead(share=found, now=now, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, found, form, token, status=409)
    done = _("已收到线索（%(number)s），感谢支持。将由我局工作人员研究处理。") % {
        "number": lead.number
    }
    return _page(request, found, LeadForm(), token, done=done)


@login_not_required
@never_cache
@form_page
def answer(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Answer a claim of this incident that the agency was asked."""
    now = clock.now()
    found = _share_of(request, token, now)
    if isinstance(found, HttpResponse):
        return found
    trace_bureau(found.bureau_id)
    docket = next((row for row in requests_open_for_share(found) if row.number == number), None)
    if docket is None:
        return _problem(request, LinkProblem.USED, 410)
    usual = now.astimezone(LOCAL).date() + DEFAULT_VALIDITY
    form: LinkAnswerForm | None = LinkAnswerForm(
        request.POST or None, request.FILES or None, initial={"expires": usual}
    )
    status = 200
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            answer_by_share(
                share=found,
                number=number,
                found=form.found(found.bureau_id),
                post=form.cleaned_data["post"],
                now=now,
                revision=submitted_version(request),
            )
        except Refused as error:
            form.add_error(None, str(error))
            status = 409
        else:
            form = None
    context = {
        "docket": ClaimToVerify(
            docket.number, docket.claim, docket.unit.name, found.bureau.name
        ),
        "clock": clock_facts(docket.clock, now),
        "form": form,
        "version": docket.revision,
        "answered": form is None,
    }
    return render(request, "links/docket.html", context, status=status)


def _share_of(request: HttpRequest, token: str, now: datetime) -> Share | HttpResponse:
    """Return the share of a token, or the page that says why the link does not work."""
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        status = 404 if link == LinkProblem.UNKNOWN else 410
        return _problem(request, link, status)
    found = share_by_number(link.bureau_id, link.about_ref)
    return found or _problem(request, LinkProblem.UNKNOWN, 404)


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A claim that waits for an answer of the agency."""

    claim: str
    url: str


def _page(
    request: HttpRequest,
    share: Share,
    form: LeadForm,
    token: str,
    *,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": share.content["title"],
        "purpose": share.content["purpose"],
        "number": share.number,
        "bureau": share.bureau.name,
        "unit": share.unit.name,
        "content": share.content,
        "as_of": as_of_words(share.content),
        "hash": share.content_hash,
        "ends_at": share.ends_at,
        "claims": [
            ClaimLink(row.claim, reverse("shares:answer", args=[token, row.number]))
            for row in requests_open_for_share(share)
        ],
        "form": form,
        "done": done,
    }
    return render(request, "links/share.html", context, status=status)


def _problem(request: HttpRequest, problem: LinkProblem, status: int) -> HttpResponse:
    todo = _("请致电发送链接的信访局值班电话，申请重新共享。已提交内容不受影响。")
    context = {"problem": PROBLEMS[problem], "todo": todo}
    return render(request, "links/problem.html", context, status=status)
