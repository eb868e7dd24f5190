"""What the signed link of a notice opens: read on GET; confirm, sign, report on POST.

In:   a token.    Out:  the notice; a person's POST confirms its arrival, signs or reports.
Cost: about ten queries. A mail scanner that opens the link changes nothing (design §6).

The link serves its unit and this notice until it ends, is taken back, or the notice is returned
or replaced (ADR 0037). It returns nothing and opens no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.base.outbox.models import SignedLink
from huiying.jobs import clock
from huiying.policy.procedure.findings import Finding
from huiying.web.links.forms import LinkReportForm, SignatoryForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.guidance_rows import NoticeGuidance
from huiying.web.shared.notice_page import notice_page, signed_words
from huiying.web.shared.request_trace import trace_bureau
from huiying.web.shared.requests import form_page, parse_int, submitted_version
from huiying.work.casework.notices.actions.act_by_link import (
    confirm_arrival,
    report_by_link,
    sign_by_link,
    sign_guidance_by_link,
)
from huiying.work.casework.notices.actions.sign_and_report import sign_and_report_by_link
from huiying.work.casework.notices.models import Notice, NoticeState, UnitReport
from huiying.work.casework.notices.queries import (
    AWAITING_SIGNATURE,
    notice_by_number,
    reports_of_notice,
)
from huiying.work.casework.notices.unit_messages import PURPOSE

SIGN, GUIDANCE = "sign", "guidance"  # what the form asks for; anything else: it arrived


@login_not_required
@never_cache
@form_page
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice; confirm its arrival, or sign for it or its guidance, on a POST."""
    now = clock.now()
    found = _notice_of(request, token, now)
    if isinstance(found, HttpResponse):
        return found
    link, notice = found
    wanted = request.POST.get("act", "")
    form = SignatoryForm(request.POST if wanted in (SIGN, GUIDANCE) else None)
    if request.method != "POST" or (form.is_bound and not form.is_valid()):
        return _page(request, notice, form, now, status=422 if form.is_bound else 200)
    try:
        if not form.is_bound:
            confirm_arrival(link=link, notice=notice, now=now)
        elif wanted == SIGN:
            sign_by_link(
                link=link,
                notice=notice,
                name=form.cleaned_data["name"],
                now=now,
                revision=submitted_version(request),
                seen_guidance=submitted_version(request, "guidance"),
            )
        else:
            sign_guidance_by_link(
                link=link,
                notice=notice,
                name=form.cleaned_data["name"],
                version=submitted_version(request, "guidance") or 0,
                now=now,
            )
    except Refused as error:
        fresh = notice_by_number(notice.bureau_id, notice.number) or notice
        return _page(request, fresh, form, now, refused=str(error), status=409)
    return redirect(request.path)


@login_not_required
@never_cache
@form_page
def report(request: HttpRequest, token: str) -> HttpResponse:
    """反馈 with files, as the unit's officer would; it signs an unsigned notice first."""
    now = clock.now()
    found = _notice_of(request, token, now)
    if isinstance(found, HttpResponse):
        return found
    link, notice = found
    trace_bureau(link.bureau_id)
    back = reverse("links:receipt", args=[token])
    signs = "guidance" in request.GET and notice.state in AWAITING_SIGNATURE
    if notice.state != NoticeState.SIGNED and not signs:
        return redirect(back)
    form = LinkReportForm(request.POST or None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            reported = {
                "link": link,
                "notice": notice,
                "name": form.cleaned_data["name"],
                "report": form.reported(notice.bureau_id),
                "now": now,
            }
            if signs:
                sign_and_report_by_link(
                    **reported,
                    revision=submitted_version(request),
                    seen_guidance=parse_int(request.GET.get("guidance", "")),
                )
            else:
                report_by_link(**reported)
        except Refused as error:
            form.note_lost_files()
            form.add_error(None, str(error))
            status = 409
        else:
            return redirect(back)
    context = {
        "back_url": back,
        "bar_note": notice.number,
        "title": notice.incident.title,
        "clock": clock_facts(notice.report_clock, now),
        "signs": signs,
        "version": notice.revision,
        "form": form,
    }
    return render(request, "links/report.html", context, status=status)


def _notice_of(
    request: HttpRequest, token: str, now: datetime
) -> tuple[SignedLink, Notice] | HttpResponse:
    """Return the link and its notice, or the page that says why the link does not work."""
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        return _problem(request, link)
    notice = notice_by_number(link.bureau_id, link.about_ref)
    if notice is None or notice.unit_id != link.unit_id:
        return _problem(request, LinkProblem.UNKNOWN)
    return link, notice


def _problem(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    status = 404 if problem == LinkProblem.UNKNOWN else 410
    context = {"problem": PROBLEMS[problem]}
    return render(request, "links/problem.html", context, status=status)


@dataclass(frozen=True, slots=True)
class LinkActs:
    """What can be done behind the link of a notice (``shared/notice.html``).

    Attributes:
        form: The name of who signs.
        now: The moment that is shown beside it.
        arrives: Its arrival is not proven yet; a button confirms that alone.
        signs: "sign", "guidance", or "" when nothing waits for a signature.
        label: Of the button that signs.
    """

    form: SignatoryForm
    now: datetime
    arrives: bool
    signs: str
    label: str


def _page(
    request: HttpRequest,
    notice: Notice,
    form: SignatoryForm,
    now: datetime,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    page = notice_page(notice, now)
    guidance = page["guidance"]
    assert guidance is None or isinstance(guidance, NoticeGuidance)  # noqa: S101 - for mypy
    signed = notice.state == NoticeState.SIGNED
    signs, label = "", ""
    if not signed:
        signs, label = SIGN, _("签收，由%(unit)s办理") % {"unit": notice.unit.name}
    elif guidance is not None and guidance.waits:
        signs = GUIDANCE
        label = _("签收第 %(number)s 版口径") % {"number": guidance.version}
    arrives = notice.state in (NoticeState.QUEUED, NoticeState.HANDED_OVER)
    context = {
        **page,
        "back_url": "",
        "sign_action": request.path,
        "version": notice.revision,
        "done": signed_words(notice) if signed else None,
        "done_safe": _signed_what(notice, guidance.version if guidance else 0)
        if signed
        else "",
        "refused": refused,
        "arrived": "" if signed or arrives else _arrived_words(notice),
        "reported": _reported(notice) if signed else [],
        "link": LinkActs(form, now, arrives, signs, label),
        "other_acts": [_report_act(request, signed=signed, guidance=guidance)],
    }
    return render(request, "shared/notice.html", context, status=status)


def _report_act(
    request: HttpRequest, *, signed: bool, guidance: NoticeGuidance | None
) -> ActButton:
    """Return the way to the report; before the signature the same form signs too."""
    url = f"{request.path}report/"
    if signed:
        return ActButton(_("反馈核实与处置情况…"), url, "get", main=True)
    shown = guidance.version if guidance else 0
    return ActButton(_("签收并反馈…"), f"{url}?guidance={shown}", "get")


def _arrived_words(notice: Notice) -> str:
    at = timezone.localtime(notice.delivered_at).strftime("%m-%d %H:%M")
    return _("已送达，送达时间 %(at)s。") % {"at": at}


def _signed_what(notice: Notice, version: int) -> str:
    """Say in what version it was signed."""
    if not version:
        return _("签收内容：通报 %(number)s。") % {"number": notice.number}
    words = {"number": notice.number, "version": version}
    return _("签收内容：通报 %(number)s；现行口径第 %(version)s 版，签收情况见下。") % words


def _reported(notice: Notice) -> list[str]:
    """Say when and by whom it was reported; not what: the page is no archive."""
    return [_report_line(row) for row in reports_of_notice(notice)]


def _report_line(row: UnitReport) -> str:
    files = len(row.files.all())
    words = {
        "at": timezone.localtime(row.at).strftime("%m-%d %H:%M"),
        "who": row.author,
        "finding": _(Finding(row.finding).label),
        "files": files,
    }
    return (
        ngettext(
            "%(at)s %(who)s已反馈：%(finding)s，材料 %(files)s 份",
            "%(at)s %(who)s已反馈：%(finding)s，材料 %(files)s 份",
            files,
        )
        % words
    )
