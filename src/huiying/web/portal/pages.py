"""What every public page shares: open to all, read-only, cacheable.

In:   a GET or HEAD request.    Out:  the page with ETag and Cache-Control, or 304.
Cost: two small queries when the reader's copy is still good, one when our own is.

Every act that changes what is public moves the bureau's edition on in its own transaction, so
that a copy is never shown a moment longer (ADR 0023).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

import huiying
from huiying.base.accounts.core.models import Bureau
from huiying.policy.core.hashing import hash_of_text
from huiying.web.portal.page_cache import PageStamp
from huiying.web.portal.proof import BeingChecked, being_checked_page
from huiying.web.shared.request_trace import trace_bureau
from huiying.work.responses.contact_details.queries import contact_details_of
from huiying.work.responses.releases.public import public_bureau

CACHE = "public, no-cache"  # keep a copy, and ask before showing it: a correction shows at once
FRAMED = ("home", "answers", "submit", "status", "reach", "responders", "open", "about",
          "duties", "limits", "privacy", "accessibility", "record", "feed",
          "feed_json", "regulation")  # fmt: skip
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public_page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a view to everybody: GET and HEAD only, ``?lang=`` chooses the language."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        chosen = wanted if wanted in dict(settings.LANGUAGES) else ""
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        response = view(request, *args, **kwargs)
        if chosen and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=365 * 86_400,
                samesite="Lax",
                secure=request.is_secure(),
            )
        response.headers.setdefault("Cache-Control", CACHE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return login_not_required(require_safe(shown))


def public_form(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a page with a form to everybody: its token is one reader's, so no copy is kept."""
    safe = public_page(view)

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = (view if request.method == "POST" else safe)(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(shown))


def bureau_or_404(slug: str) -> Bureau:
    """Return the bureau of an address."""
    bureau = public_bureau(slug)
    if bureau is None:
        raise Http404
    trace_bureau(bureau.pk, bureau.slug)
    return bureau


def bureau_page(
    view: Callable[Concatenate[HttpRequest, Bureau, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Turn the slug of an address into its bureau, and answer 304 when nothing changed."""

    @wraps(view)
    def found(request: HttpRequest, /, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        bureau = bureau_or_404(slug)
        return fresh(request, bureau, lambda: view(request, bureau, *args, **kwargs))

    return public_page(found)


def fresh(
    request: HttpRequest, bureau: Bureau, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer 304 if the reader's copy is still good, else make the page and stamp it."""
    stamp = PageStamp.of(bureau.pk)
    etag = etag_of(request, bureau, stamp)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = make()
        except BeingChecked:
            return being_checked_page(request, frame(bureau))
        response.stamp = stamp  # type: ignore[attr-defined]  # the copies on the shelf ask for it
    if response.status_code in (200, 304):
        response.headers["ETag"] = etag
    return response


def etag_of(request: HttpRequest, bureau: Bureau, stamp: PageStamp) -> str:
    """Return the weak ETag of a public page for this reader (language, theme, signed in)."""
    parts = [
        huiying.__version__,
        settings.PUBLIC_URL or request.get_host(),
        request.path,
        request.GET.urlencode(),
        bureau.slug,
        repr(stamp.state),
        stamp.hour,  # the record grows at midnight, the figures with the hours
        translation.get_language() or "",
        request.COOKIES.get("theme", ""),
    ]
    return f'W/"{hash_of_text(chr(10).join(parts))[:32]}"'


def frame(bureau: Bureau) -> dict[str, object]:
    """Return what the frame of a bureau's public pages needs."""
    args = [bureau.slug]
    return {
        "bureau_name": bureau.name,
        "slug": bureau.slug,
        "search_url": reverse("portal:answers", args=args),
        "contact": settings.CONTACT,
        "details": contact_details_of(bureau.pk),
        **{f"{name}_url": reverse(f"portal:{name}", args=args) for name in FRAMED},
    }


def absolute(request: HttpRequest, path: str) -> str:
    """Return the public address of a path: the installation's own, else as it was asked."""
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
    return request.build_absolute_uri(path)
