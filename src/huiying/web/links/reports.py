"""What the signed link of a report opens: the report on GET, a receipt on POST.

In:   a token.    Out:  the text as it was signed; a person's POST confirms it, once.
Cost: six queries. Looking is counted; it confirms nothing, so a mail scanner changes nothing.

The link serves until it ends, the report is withdrawn or the agency is out of use. It shows no
source, no file and no other report; who opens it again reads when and by whom it was confirmed.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, find_link, read_link
from huiying.base.outbox.models import SignedLink
from huiying.jobs import clock
from huiying.policy.procedure.reports import ReportState
from huiying.reasons.chinese_numerals import chinese_number
from huiying.web.links.forms import SignatoryForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.requests import form_page
from huiying.work.reports.core.content import lines_of
from huiying.work.reports.deliveries.actions.receive_report import (
    confirm_by_link,
    note_opening,
)
from huiying.work.reports.deliveries.messages import PURPOSE
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import delivery_by_number


@login_not_required
@never_cache
@form_page
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Show the report as it was signed; take the receipt when a person sends the form."""
    now = clock.now()
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        return _problem(request, token, link)
    delivery = delivery_by_number(link.bureau_id, link.about_ref)
    if delivery is None or delivery.unit_id != link.unit_id:
        return _problem(request, token, LinkProblem.UNKNOWN)
    if delivery.unit is not None and not delivery.unit.active:
        return _problem(request, token, LinkProblem.REVOKED)
    if request.method == "GET":
        note_opening(delivery=delivery, now=now)
    form = SignatoryForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, delivery, form, now, status=422 if form.is_bound else 200)
    return _confirm(request, link, delivery, form, now)


def _confirm(
    request: HttpRequest,
    link: SignedLink,
    delivery: ReportDelivery,
    form: SignatoryForm,
    now: datetime,
) -> HttpResponse:
    name = form.cleaned_data["name"]
    try:
        confirm_by_link(link=link, delivery=delivery, name=name, now=now)
    except Refused as error:
        delivery.refresh_from_db()
        return _page(request, delivery, form, now, refused=str(error), status=409)
    return redirect(request.path)


def _page(
    request: HttpRequest,
    delivery: ReportDelivery,
    form: SignatoryForm,
    now: datetime,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    row = delivery.report
    version = row.versions.get(version=delivery.version)
    context = {
        "number": row.number,
        "words": row.words,
        "title": version.title,
        "bureau": row.bureau.name,
        "name": delivery.name,
        "cut_off": version.cut_off,
        "sent_at": delivery.sent_at,
        "lines": [(chinese_number(at), one) for at, one in enumerate(lines_of(version), 1)],
        "hash": version.content_hash,
        "form": form,
        "now": now,
        "done": _done_words(delivery),
        "refused": refused,
    }
    return render(request, "links/report_to_superior.html", context, status=status)


def _done_words(delivery: ReportDelivery) -> str:
    """Say when and by whom it was confirmed; "" = not yet."""
    if delivery.received_at is None:
        return ""
    at = timezone.localtime(delivery.received_at).strftime("%Y-%m-%d %H:%M")
    return _("已于 %(at)s 由%(who)s回执。") % {"at": at, "who": delivery.received_label}


def _problem(request: HttpRequest, token: str, problem: LinkProblem) -> HttpResponse:
    """Say why a link does not work; of a withdrawn report that it was withdrawn."""
    status = 404 if problem == LinkProblem.UNKNOWN else 410
    words = str(PROBLEMS[problem])
    link = find_link(token, PURPOSE)
    delivery = delivery_by_number(link.bureau_id, link.about_ref) if link else None
    if delivery is not None and delivery.report.state == ReportState.WITHDRAWN:
        at = timezone.localtime(delivery.report.withdrawal.at).strftime("%Y-%m-%d %H:%M")
        words = _("该报告已于 %(at)s 撤回，请勿再引用。") % {"at": at}
    context = {"problem": words, "todo": _("请致电发送链接的信访局值班电话。")}
    return render(request, "links/problem.html", context, status=status)
