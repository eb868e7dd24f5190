"""A form that is submitted twice acts once.

In:   POSTs with the token that Django renders into every form.
Out:  the second is answered as the first was, and told so; its act is not done again.
Cost: one query a form, and one write after an act.

Django masks that token anew for every page it renders, so it names one rendering of a page:
with the address and all that was typed it names one intention (ADR 0027). What was changed and
sent again is another one; what was refused was not recorded, and may be sent as it is.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from time import sleep
from typing import Any, TypeVar
from urllib.parse import urldefrag

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiying.base.audit.idempotent_forms import (
    FormSubmission,
    SentTwice,
    answering_form,
    find_form,
    record_redirect,
)
from huiying.web.shared.masking_note import say_what_was_masked
from huiying.web.shared.requests import referring_page

log = logging.getLogger("huiying.web")

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
LOOKS, BETWEEN = 100, 0.02  # seconds: the first sending is about to say where it leads
SAME_PAGE = "."
BAD_REQUEST = 400
ANSWERS = "answers_repetitions"  # an attribute of a view
View = TypeVar("View", bound=Callable[..., object])


def answers_repetitions(view: View) -> View:
    """Mark a view that answers a form sent again by itself, with what the first one gave.

    The first answer of another view leads somewhere, and the second one leads there too; what
    stands in an answer alone, such as a secret code, must come again.
    """
    setattr(view, ANSWERS, True)
    return view


class IdempotentForms:
    """Answer a form that was sent before as it was answered then.

    It stands last and calls the view itself, in the thread of the view: a browser that clicks
    twice leaves its first connection, and then nothing around the view comes to its end.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._answer_of_allauth = AccountMiddleware(get_response).process_exception

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        options: dict[str, Any],
    ) -> HttpResponse | None:
        """Let a form act unless it has; Django has checked its token by now.

        One that was answered with a page of its own is looked at again: the page may hold
        more, such as rows to be mended.
        """
        if getattr(view, "csrf_exempt", False) or getattr(view, ANSWERS, False):
            return None
        if len(request.POST.get(TOKEN, "")) != CSRF_TOKEN_LENGTH:
            return None  # a script's token is not masked, and names no page
        form = _form_hash(request)
        before = find_form(form)
        if before is not None and before.onward:
            return _repeat_answer(request, form)
        with answering_form(form) as sending:
            try:
                response = self._call(request, view, args, options)
            except SentTwice:
                return _repeat_answer(request, form)
        if sending.recorded:
            say_what_was_masked(request, sending.masked)
            _store_redirect(sending, _redirect_target(request, response))
            return response
        refused = before is None or response.status_code >= BAD_REQUEST
        return _repeat_answer(request, form) if refused and find_form(form) else response

    def _call(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        options: dict[str, Any],
    ) -> HttpResponse:
        """Call the view; what allauth stops it with is answered as allauth's middleware does.

        Django asks that middleware only about views that it calls itself.
        """
        try:
            return view(request, *args, **options)
        except (ImmediateHttpResponse, ReauthenticationRequired) as stop:
            answer: HttpResponse = self._answer_of_allauth(request, stop)
            return answer


def _form_hash(request: HttpRequest) -> str:
    """Return the hash of who sends what where, files by their content."""
    identity = request.user.pk, request.get_full_path(), sorted(request.POST.lists())
    digest = hashlib.sha256(repr(identity).encode())
    for field, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((field, file.name, file.size)).encode())
            for piece in file.chunks():
                digest.update(piece)
            file.seek(0)
    return digest.hexdigest()


def _store_redirect(sending: FormSubmission, onward: str) -> None:
    """Keep where the answer led; what was done is done, also where that cannot be kept."""
    try:
        record_redirect(sending, onward)
    except DatabaseError as error:
        log.warning("where a form led was not kept: %s", error)


def _redirect_target(request: HttpRequest, response: HttpResponse) -> str:
    """Return where an answer leads; never an address that opens something by itself."""
    location = response.headers.get("Location", "")
    return SAME_PAGE if location == request.get_full_path() else location


def _repeat_answer(request: HttpRequest, form: str) -> HttpResponse:
    """Lead where the first sending led, as soon as it says where.

    To the top of that page: what is said there is not seen further down.
    """
    list(messages.get_messages(request))  # what its own twin did is no news to anybody
    row = find_form(form)
    for _look in range(LOOKS):
        if row is None or row.answered:
            break
        sleep(BETWEEN)
        row = find_form(form)
    onward = row.onward if row is not None else ""
    if onward == SAME_PAGE:
        onward = request.get_full_path()
    identity = _("表单已提交，未重复执行。确需再次提交的，请重新打开表单。")
    messages.info(request, identity)
    return redirect(urldefrag(onward).url or referring_page(request, "/"))
