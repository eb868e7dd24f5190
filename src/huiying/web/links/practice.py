"""The link of a practice notice: what a unit would see, and a signature that counts nowhere.

In:   a token.    Out:  the page; a person's POST signs, once.
Cost: two queries.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, find_link, read_link
from huiying.base.outbox.models import SignedLink
from huiying.jobs import clock
from huiying.web.links.forms import SignatoryForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.requests import form_page
from huiying.work.casework.notices.actions.practice import PURPOSE, sign_practice


@login_not_required
@never_cache
@form_page
def practice(request: HttpRequest, token: str) -> HttpResponse:
    """Show the practice notice; take the signature when a person sends the form."""
    now = clock.now()
    link = read_link(token, PURPOSE, now)
    if link == LinkProblem.USED:
        used = find_link(token, PURPOSE)
        return _page(request, used, None, now) if used else _problem(request, link)
    if isinstance(link, LinkProblem):
        return _problem(request, link)
    form = SignatoryForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, link, form, now, status=422 if form.is_bound else 200)
    try:
        sign_practice(link=link, name=form.cleaned_data["name"], now=now)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, link, form, now, status=409)
    link.refresh_from_db()
    return _page(request, link, None, now)


def _page(
    request: HttpRequest,
    link: SignedLink,
    form: SignatoryForm | None,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    signed = ""
    if form is None and link.used_at is not None:
        at = timezone.localtime(link.used_at).strftime("%m-%d %H:%M")
        signed = _("演练通报已于 %(at)s 签收，渠道和签收可用。") % {"at": at}
    context = {"bureau": link.bureau.name, "form": form, "signed": signed, "now": now}
    return render(request, "links/practice.html", context, status=status)


def _problem(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    status = 404 if problem == LinkProblem.UNKNOWN else 410
    context = {
        "problem": PROBLEMS[problem],
        "todo": _("这是演练通报的链接，不影响任何通报和时限。"),
    }
    return render(request, "links/problem.html", context, status=status)
