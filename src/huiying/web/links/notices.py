"""What a signed link in a message opens: shown on GET, acts on POST.

In:   a token.    Out:  the notice with a button; a click of a person is delivery.
Cost: two queries. A mail scanner that opens the link changes nothing (design §6).
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from huiying.base.outbox.actions.links import LinkProblem, read_link, use_link
from huiying.base.outbox.queries import proof_row_of
from huiying.jobs import clock
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.notice_page import notice_page
from huiying.web.shared.requests import form_page
from huiying.work.casework.notices.actions.record_delivery import confirm_by_link
from huiying.work.casework.notices.queries import notice_by_number
from huiying.work.casework.notices.unit_messages import PURPOSE


@login_not_required
@never_cache
@form_page
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice; confirm that it arrived when a person presses the button."""
    now = clock.now()
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        context = {"problem": PROBLEMS[link]}
        status = 404 if link == LinkProblem.UNKNOWN else 410
        return render(request, "links/problem.html", context, status=status)
    notice = notice_by_number(link.bureau_id, link.about_ref)
    if notice is None:
        context = {"problem": PROBLEMS[LinkProblem.UNKNOWN]}
        return render(request, "links/problem.html", context, status=404)
    confirmed = False
    if request.method == "POST" and use_link(link, now):
        confirm_by_link(notice=notice, channel=proof_row_of(link), now=now)
        confirmed = True
        notice.refresh_from_db()
    page = {
        **notice_page(notice, now),
        "back_url": "",
        "sign_action": request.path,
        "sign_label": _("确认收到通报"),
        "version": notice.revision,
        "done": _("已确认收到。签收和反馈请登录后办理。") if confirmed else None,
    }
    return render(request, "shared/notice.html", page)
