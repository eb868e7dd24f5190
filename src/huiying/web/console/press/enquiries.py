"""媒体问询 and 专访: media requests, their deadlines and answers.

In:   requests of officers who see all matters; OUTREACH to act.    Out:  list, page, acts.
Cost: a constant number of queries.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import EnquiryForm, ReplyForm
from huiying.web.console.press.rows import incident_choices, media_row
from huiying.web.console.shared.acts import ActText, Outcome, act_button, carry_out
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.responses.press.access import media_request_for
from huiying.work.responses.press.actions.answer_media import (
    answer_request,
    refuse_request,
    take_request,
)
from huiying.work.responses.press.models import MediaState
from huiying.work.responses.press.queries import media_requests_of

SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)
TO, PAGE = Capability.OUTREACH, 30


@require_GET
def request_list(request: OfficerRequest) -> HttpResponse:
    """What media asked; what is open in front."""
    require(request.user, *SEES)
    now = clock.now()
    rows = media_requests_of(request.user.bureau_id)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    url = reverse("console:enquiry-add")
    context = {
        "rows": [media_row(row, now) for row in page],
        "page_obj": page,
        "acts": [act_button(_("登记媒体问询…"), url, "ask", main=True)]
        if may(request.user, TO)
        else [],
        "tab": "media",
    }
    return render(request, "console/press/enquiries.html", context)


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """登记媒体问询: its time runs since the medium asked."""
    require(request.user, TO)
    now = clock.now()
    asked = ActText(
        title=_("登记媒体问询"),
        lead=_("正确对待舆论监督：问到的都登记，按时答复，不能答的说明理由。"),
        safe=_("时限从对方来问时算起，依据和长短见规则书。"),
        submit=_("登记，开始计时"),
        back=reverse("console:enquiries"),
    )
    form = EnquiryForm(
        request.POST or None,
        incidents=incident_choices(request.user),
        initial={"at": now.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")},
    )

    def deed() -> Outcome:
        number = form.cleaned_data["incident"]
        row = take_request(
            wanted=form.wanted(),
            incident=incident_for(request.user, number, to=TO) if number else None,
            officer=request.user,
            now=now,
        )
        return _("已登记（%(number)s）。") % {"number": row.number}, _url(row.number)

    return carry_out(request, form, asked, 0, deed)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One request: what was asked, what was told."""
    row = media_request_for(request.user, number, to=Capability.SEE_INCIDENTS)
    acts = []
    if row.state == MediaState.OPEN and may(request.user, TO):
        refuse_url = reverse("console:enquiry-refuse", args=[number])
        reply_url = reverse("console:enquiry-reply", args=[number])
        acts = [
            act_button(_("不接受…"), refuse_url, "ask"),
            act_button(_("登记答复…"), reply_url, "ask", main=True),
        ]
    context = {
        "row": media_row(row, clock.now()),
        "clock_url": reverse("console:clock", args=[row.clock_id]),
        "reply": row.reply,
        "speaker": row.speaker,
        "link": row.link,
        "reason": row.reason,
        "decided_at": row.decided_at,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "acts": acts,
    }
    return render(request, "console/press/enquiry.html", context)


@form_page
def reply(request: OfficerRequest, number: str) -> HttpResponse:
    """登记答复."""
    row = media_request_for(request.user, number, to=TO)
    asked = ActText(
        title=_("登记答复"),
        lead=row.question,
        safe=_("只说已经公开或经审定的内容。"),
        submit=_("登记已答复"),
        back=_url(number),
    )
    form = ReplyForm(request.POST or None)

    def deed() -> Outcome:
        answer_request(row=row, officer=request.user, now=clock.now(), **form.cleaned_data)
        return _("已登记答复，时钟停下。"), _url(number)

    return carry_out(request, form, asked, 0, deed)


@form_page
def refuse(request: OfficerRequest, number: str) -> HttpResponse:
    """不接受, with the reason that the medium was told."""
    row = media_request_for(request.user, number, to=TO)
    asked = ActText(
        title=_("不接受这次问询"),
        lead=_("写明告诉对方的理由，以及该找哪个机关。批评报道不是理由。"),
        submit=_("登记不接受和理由"),
        back=_url(number),
        danger=True,
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        refuse_request(
            row=row,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记。"), _url(number)

    return carry_out(request, form, asked, 0, deed)


def _url(number: str) -> str:
    return reverse("console:enquiry", args=[number])
