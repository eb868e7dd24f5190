"""An agency confirms a text behind a signed link, or objects.

In:   a token.    Out:  exactly the text with a form; a person's POST answers, once.
Cost: four queries. A scanner that opens the link changes nothing.

A link that was never made is 404; one that was used, taken back, has expired or asks about an
older text is 410 with the reason. Opening such a link is logged; acting by it is recorded.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import (
    LinkProblem,
    find_link,
    note_refusal,
    read_link,
    use_link,
)
from huiying.jobs import clock
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.confirmation_page import ConfirmationForm, confirmation_page
from huiying.web.shared.requests import form_page
from huiying.work.responses.confirmations.actions.answer import WAITING, answer_confirmation
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.confirmations.queries import confirmation_by_number
from huiying.work.responses.reviews.actions.ask_confirmation import PURPOSE

log = logging.getLogger("huiying.links")


@login_not_required
@never_cache
@form_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the text; take the answer when a person sends the form."""
    now = clock.now()
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        return _problem(request, token, link, now)
    row = confirmation_by_number(link.bureau_id, link.about_ref)
    if row is None or row.state not in WAITING:
        return _problem(request, token, LinkProblem.USED, now)
    form = ConfirmationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, form, now)
    try:
        with transaction.atomic():
            if not use_link(link, now):
                return _problem(request, token, LinkProblem.USED, now)
            answer_confirmation(
                confirmation=row,
                answer=form.agency_answer(),
                shown_hash=request.POST.get("hash", ""),
                now=now,
            )
    except Refused as error:  # nothing was answered, and the link is not used up
        form.add_error(None, str(error))
        return _page(request, row, form, now, status=409)
    return _page(request, row, None, now)


def _page(
    request: HttpRequest,
    row: Confirmation,
    form: ConfirmationForm | None,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    row.refresh_from_db(fields=["state", "words", "answered_by", "answered_at"])
    context = {**confirmation_page(row, now), "form": form, "signed_in": False}
    return render(request, "shared/confirmation.html", context, status=status)


def _problem(
    request: HttpRequest, token: str, problem: LinkProblem, now: datetime
) -> HttpResponse:
    """Say why a link does not work; the log names the link by its key, never the token."""
    link = find_link(token, PURPOSE)
    words, status = str(PROBLEMS[problem]), 404 if problem == LinkProblem.UNKNOWN else 410
    if link is not None:
        row = confirmation_by_number(link.bureau_id, link.about_ref)
        words = _voided_words(row) or words
        if request.method == "POST":
            note_refusal(link, problem, now)
    log.warning("link refused: %s, link %s", problem, link.pk if link else "never made")
    context = {
        "problem": words,
        "todo": _("未公开或更改任何内容。请联系发送链接的单位。"),
    }
    return render(request, "links/problem.html", context, status=status)


def _voided_words(row: Confirmation | None) -> str:
    if row is None or row.voided_at is None:
        return ""
    at = timezone.localtime(row.voided_at).strftime("%m-%d %H:%M")
    return _("文稿已于 %(at)s 修改，本链接对应原稿，已作废。") % {"at": at}
