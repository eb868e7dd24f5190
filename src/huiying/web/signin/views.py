"""Sign-in with an account that the administrator issued.

In:   allauth's questions; the sign-in page.
Out:  no; the page, or the demonstration's roles.
Cost: none; a password hash.
"""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlencode

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.end_sessions import end_oldest_sessions
from huiying.base.accounts.sign_in.actions.expire_password import expire_password
from huiying.base.accounts.sign_in.actions.set_password import keep_own_password
from huiying.base.accounts.sign_in.password_rules import is_too_old, refuse_reuse
from huiying.base.accounts.sign_in.queries import failures_of, sign_ins_of
from huiying.jobs import clock
from huiying.web.shared.client_address import client_address
from huiying.web.shared.reauthentication import recently_authenticated
from huiying.web.signin.attempts import Attempt, remember_device


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with the public door shut, guesses slowed down, new passwords recorded."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the one address by which everything counts."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let allauth count nothing: by account alone, a stranger could lock an officer out."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        """Compare a password, unless too many were tried.

        Raises:
            ImmediateHttpResponse: With the page that says so.
        """
        attempt = Attempt(request, credentials.get("username", ""))
        if refusal := attempt.begin():
            raise ImmediateHttpResponse(refusal)
        officer: Officer | None = super().authenticate(request, **credentials)
        if officer is not None:
            attempt.succeeded()
        return officer

    def post_login(self, request: HttpRequest, user: Officer, **more: Any) -> HttpResponse:
        """Remember the device, once everything that sign-in asks for was given."""
        response: HttpResponse = super().post_login(request, user, **more)
        remember_device(request, response, user.username)
        request.session.save()  # one that is not stored yet counts as ended
        end_oldest_sessions(officer=user, now=clock.now())
        expire_password(officer=user, now=clock.now())
        if words := last_sign_in(user):
            messages.info(request, words)
        return response

    def clean_password(self, password: str, user: Officer | None = None) -> str:
        """Refuse what the rules refuse, and what the officer had lately.

        Raises:
            ValidationError.
        """
        cleaned: str = super().clean_password(password, user)
        if user is not None:
            refuse_reuse(user, cleaned)
        return cleaned

    def set_password(self, user: Officer, password: str) -> None:
        """Keep the password that an officer chose himself; it is the only way to do so."""
        user.set_password(password)
        keep_own_password(officer=user, now=clock.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Lead who changed his password on to the desk, which asks for what else is due."""
        return reverse("console:desk")

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002 - one rule
        """Ask for the password again after the same minutes as before every sensitive act.

        allauth asks at once: who typed it a moment ago to sign in would type it twice.
        """
        return not recently_authenticated(self.request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: accounts come from the administrator."""
        return False


def last_sign_in(officer: Officer) -> str:
    """Say when an officer signed in before, and how often his password was tried since."""
    earlier = sign_ins_of(officer, limit=2)[1:]
    if not earlier:
        return ""
    (last,) = earlier
    tries = len(failures_of(officer, since=last.attempt_time))
    at = localtime(last.attempt_time).strftime("%m-%d %H:%M")
    words = _("上次登录：%(at)s，来自 %(address)s。") % {"at": at, "address": last.ip_address}
    if not tries:
        return words
    failed = _("此后输错口令 %(tries)s 次，不是本人操作的请查看“登录情况”。") % {"tries": tries}
    return f"{words}{failed}"


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page; in the demonstration, where nobody has a password, the roles."""
    if settings.DEMO and not request.user.is_authenticated:
        wanted = request.GET.get("next", "")
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return redirect(reverse("demo:roles") + query)
    response: HttpResponse = views.login(request)
    return response


class PasswordChange(views.PasswordChangeView):  # type: ignore[misc]  # it has no types
    """allauth's change of the own password, which says why it is asked for."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Tell whether the password is past its time."""
        more |= {"is_old": is_too_old(self.request.user, clock.now())}
        more |= {"days": settings.PASSWORD_DAYS}
        context: dict[str, Any] = super().get_context_data(**more)
        return context


@login_not_required
def not_offered(request: HttpRequest) -> NoReturn:  # noqa: ARG001 - every request is refused
    """Say that there is nothing here: an act of allauth that this product does not offer."""
    raise Http404
