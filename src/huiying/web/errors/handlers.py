"""Error pages that say what happened, what is safe, and what to do."""

from __future__ import annotations

import sys
from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.queries import roles_of
from huiying.web.errors.api_answer import api_answer, is_for_machine
from huiying.web.errors.database_down import database_down_page, is_database_down
from huiying.web.errors.disk_full import disk_full_page, is_disk_full, log_disk_full
from huiying.web.errors.plain_page import plain_page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the page was too old, and that nothing was changed."""
    return render(request, "errors/stale.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request cannot be read, or came under a name that is not ours."""
    strange = isinstance(exception, DisallowedHost)
    return plain_page(request, "errors/400.html", status=400, strange_host=strange)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this officer may not, and lead to why."""
    user = request.user
    waits = isinstance(user, Officer) and not roles_of(user)
    context = {"why_url": _why_url(exception), "waits_for_roles": waits}
    return render(request, "errors/403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing here."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, or why we cannot, and that nothing half-done was kept.

    The page asks neither the database nor the session: they may be what failed.
    """
    error = sys.exc_info()[1]
    if is_disk_full(error):
        log_disk_full(request, error)
        return disk_full_page(request)
    if is_database_down(error):
        return database_down_page(request)
    if is_for_machine(request):
        words = _("系统故障，本次未完成。请稍后重发，同一幂等键不会重复。")
        return api_answer("server_error", words, status=500)
    return plain_page(request, "errors/500.html", status=500)


def _why_url(exception: Exception) -> str:
    """Return the page that explains the refusal; none when nobody said what was needed."""
    if not isinstance(exception, NotAllowed) or not exception.capabilities:
        return ""
    context = {"capability": exception.capabilities[0].value}
    if exception.about:
        context["incident"] = exception.about
    return f"{reverse('console:why')}?{urlencode(context)}"
