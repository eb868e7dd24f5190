"""媒体问询 and 专访: media requests, their deadlines and answers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import EnquiryForm, ReplyForm
from huiying.web.console.press.rows import incident_choices, media_row
from huiying.web.console.shared.acts import Outcome, Text, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.responses.press.access import media_request_for
from huiying.work.responses.press.actions.answer_media import (
    answer_request,
    refuse_request,
    take_request,
)
from huiying.work.responses.press.models import MediaRequest, MediaState
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
    context = {
        "rows": [media_row(row, now) for row in page],
        "page_obj": page,
        "acts": [act_button(_("登记媒体问询…"), "console:enquiry-add", main=True)]
        if may(request.user, TO)
        else [],
        "tab": "media",
    }
    return render(request, "console/press/enquiries.html", context)


BUREAU = Target(row=own_bureau, back="console:enquiries")

MEDIA_REQUEST = Target(row=media_request_for, back=lambda row: _url(row.number))


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记媒体问询"),
    lead=gettext_lazy("正确对待舆论监督：问询一律登记，按时答复，不能答复的说明理由。"),
    safe=gettext_lazy("时限自收到问询起算，依据和时长见规则。"),
    form=EnquiryForm,
    options=lambda _bureau, request: {
        "incidents": incident_choices(request.user),
        "initial": {"at": clock.now().astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")},
    },
    submit=gettext_lazy("登记，开始计时"),
)
def add(_bureau: Bureau, form: EnquiryForm, by: By) -> Outcome:
    """登记媒体问询: its time runs since the medium asked."""
    number = form.cleaned_data["incident"]
    row = take_request(
        wanted=form.wanted(),
        incident=incident_for(by.officer, number, to=TO) if number else None,
        **by.stamp,
    )
    return _("已登记（%(number)s）。") % {"number": row.number}, _url(row.number)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One request: what was asked, what was told."""
    row = media_request_for(request.user, number, to=Capability.SEE_INCIDENTS)
    acts = []
    if row.state == MediaState.OPEN and may(request.user, TO):
        acts = [
            act_button(_("不接受…"), "console:enquiry-refuse", number),
            act_button(_("登记答复…"), "console:enquiry-reply", number, main=True),
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


@Act(
    MEDIA_REQUEST,
    TO,
    title=gettext_lazy("登记答复"),
    lead=lambda row: row.question,
    safe=gettext_lazy("只说已经公开或经审定的内容。"),
    form=ReplyForm,
    submit=gettext_lazy("登记已答复"),
)
def reply(row: MediaRequest, form: ReplyForm, by: By) -> Text:
    """登记答复."""
    answer_request(row=row, **form.cleaned_data, **by.stamp)
    return _("已登记答复，时限停止计时。")


@Act(
    MEDIA_REQUEST,
    TO,
    title=gettext_lazy("不接受问询"),
    lead=gettext_lazy("写明告知对方的理由和应联系的机关。批评报道不是理由。"),
    form=ReasonForm,
    submit=gettext_lazy("登记不接受"),
    danger=True,
)
def refuse(row: MediaRequest, form: ReasonForm, by: By) -> Text:
    """不接受, with the reason that the medium was told."""
    refuse_request(row=row, **form.cleaned_data, **by.stamp)
    return _("已登记。")


def _url(number: str) -> str:
    return reverse("console:enquiry", args=[number])
