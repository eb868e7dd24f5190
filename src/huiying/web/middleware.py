"""Response headers of every page, and requests that are refused.

In:   requests.
Out:  a strict Content-Security-Policy; who signs or administers without a second factor is
      led to set one up, and who has a password that somebody else set or that is old to
      change it; lent roles count by the moment of the request; a fragment asked for after the
      session ended leads the whole page to sign in; a form sent then is said not to be done;
      no page of staff or behind a link is kept; no NUL goes further.
Cost: a header; two small queries for who signs or administers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import activate
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.search.own_places import using_places
from huiying.jobs import clock
from huiying.web.shared.idle import say_ended
from huiying.web.shared.request_trace import trace_bureau
from huiying.web.shared.requests import has_second_factor, needs_second_factor, referring_page
from huiying.work.collection.communities.own_places import own_places_of

Handler = Callable[[HttpRequest], HttpResponse]

LEAVE_FOR = ("account_login", "mfa_index", "account_change_password")
REAUTHENTICATION = (
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
PROBES = ("/healthz", "/readyz", "/metrics")
WITHOUT_SECOND_FACTOR = (
    "/accounts/",
    "/static/",
    *PROBES,
    "/theme/",
    "/i18n/",
    "/desk/session/",
)
DIALOG = "Huiying-Dialog"  # header of a form that is sent from the dialog
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    ]
)


class ContentSecurityPolicy:
    """No inline script or style, nothing from elsewhere, from the first page on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy to the response."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


class NoStore:
    """No page of staff and none behind a signed link stays on a disk or in a proxy."""

    PRIVATE = ("/desk/", "/accounts/", "/demo/", "/r/", "/v/", "/s/", "/k/", "/u/")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let nobody keep a page; with the sign-out the browser forgets what it holds still."""
        response = self.get_response(request)
        private = request.path.startswith(self.PRIVATE)
        if private and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        is_out = request.method == "POST" and response.status_code < 400  # noqa: PLR2004 - done
        if is_out and request.path == reverse("account_logout"):
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


class RefuseNulls:
    """PostgreSQL refuses a NUL wherever it stands: none reaches a question to the database."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take it out of a query; an address that holds one names nothing."""
        if "\0" in request.path:
            raise Http404
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)


class FragmentSignIn:
    """A fragment never shows the sign-in page inside a board: the whole page goes there.

    So it does with what a form in the dialog leads to: the script of the dialog cannot read a
    redirect, and following it would show and use up the message of what was done.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a redirect to sign-in into htmx's order to leave the page."""
        response = self.get_response(request)
        if "HX-Request" not in request.headers or not 300 <= response.status_code < 400:  # noqa: PLR2004 - redirects
            return response
        target = urlsplit(response.headers.get("Location", "")).path
        if target not in {reverse(name) for name in LEAVE_FOR} and DIALOG in request.headers:
            onward = HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
            onward.cookies = response.cookies  # of the session and of messages
            return onward
        if target in {reverse(name) for name in REAUTHENTICATION}:  # it knows the way back
            return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
        if target not in {reverse(name) for name in LEAVE_FOR}:
            return response
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path
        query = f"?{urlencode({'next': page})}" if page.startswith("/") else ""
        return HttpResponse(status=204, headers={"HX-Redirect": target + query})


class SignInRequired(LoginRequiredMiddleware):
    """Who is not signed in signs in; what he had sent was not done, and he is told so.

    He comes back to the page with the form, for an address that only takes forms shows nothing.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Lead to sign in."""
        say_ended(request)
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, _("登录已失效，本次操作未执行。请登录后重新提交。"))
        return redirect_to_login(referring_page(request, reverse("console:desk")))


class OfficerContext:
    """Say to the signed-in officer when it is, so that lent roles count; speak his language.

    The language of the top bar is a cookie and wins over the one of the profile.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the moment once for the whole request."""
        if isinstance(request.user, SimpleLazyObject):  # a page asks it some thousand times
            request.user = get_user(request)
        if isinstance(request.user, Officer):
            officer = request.user  # who signs out is nobody afterwards
            with_delegated_roles(officer, clock.now())
            chosen = officer.language
            if chosen and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
                activate(chosen)
                request.LANGUAGE_CODE = chosen
            with using_places(partial(own_places_of, officer.bureau_id)):
                response = self.get_response(request)
            _trace_bureau_of(officer)
            return response
        return self.get_response(request)


def _trace_bureau_of(officer: Officer) -> None:
    """Say to the log whose request it is; the bureau is not read for it."""
    known = Officer.bureau.is_cached(officer)
    trace_bureau(officer.bureau_id, officer.bureau.slug if known else "")


class OwnPasswordRequired:
    """Whose password somebody else set sees only the page on which he changes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the change of the password."""
        if (
            isinstance(request.user, Officer)
            and request.user.must_change_password
            and not request.path.startswith(WITHOUT_SECOND_FACTOR)
        ):
            return redirect(reverse("account_change_password"))
        return self.get_response(request)


class SecondFactorRequired:
    """Who signs or administers sees without a second factor only the page that sets one up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the set-up of TOTP or a security key."""
        if (
            not settings.DEMO
            and request.user.is_authenticated
            and not request.path.startswith(WITHOUT_SECOND_FACTOR)
            and needs_second_factor(request)
            and not has_second_factor(request)
        ):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
