"""Sign-in is by account given by the administrator: nobody signs up by himself.

In:   allauth's questions; the sign-in page.
Out:  no; the page, or the demonstration's roles.
Cost: none.
"""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import urlencode

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with the public door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: accounts come from the administrator."""
        return False


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page; in the demonstration, where nobody has a password, the roles."""
    if settings.DEMO and not request.user.is_authenticated:
        wanted = request.GET.get("next", "")
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return redirect(reverse("demo:roles") + query)
    response: HttpResponse = views.login(request)
    return response


@login_not_required
def closed(request: HttpRequest) -> NoReturn:  # noqa: ARG001 - every request is refused
    """Say that there is nothing here: an act of allauth that this product does not offer."""
    raise Http404
