"""Inside by a query code: for half an hour, in one browser, for one matter.

In:   a request.    Out:  what its cookie leads to; a cookie that says so.
Cost: one or two queries.

The cookie holds the digest of the code under our signature, and until when it holds: nobody
computes the code from it, and a code that is replaced ends it. Scripts cannot read it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.web.portal.pages import bureau_or_404, public_form
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import find_by_digest

COOKIE = "followed"
LASTS = timedelta(minutes=30)
_SALT = "huiying.portal.followed"
P = ParamSpec("P")
Followed = Petition | Accusation


def followed_by(request: HttpRequest, bureau: Bureau) -> Followed | None:
    """Return what the browser is inside of; None if it is outside, or too late."""
    try:
        digest, until = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(bureau))
        ends = datetime.fromisoformat(until)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if clock.real_now() >= ends or not digest:
        return None
    return find_by_digest(bureau, digest)


def let_in(response: HttpResponse, bureau: Bureau, row: Followed, *, secure: bool) -> None:
    """Let a browser in for the next half hour."""
    until = clock.real_now() + LASTS
    value = signing.dumps([row.code_digest, until.isoformat()], salt=_salt(bureau))
    response.set_cookie(
        COOKIE,
        value,
        max_age=int(LASTS.total_seconds()),
        path=_path(bureau),
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def let_out(response: HttpResponse, bureau: Bureau) -> None:
    """Let a browser forget what it was inside of."""
    response.delete_cookie(COOKIE, path=_path(bureau), samesite="Strict")


def followed_page(
    view: Callable[Concatenate[HttpRequest, Bureau, Followed, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Turn the cookie of a request into its matter; who is outside is asked for the code."""

    @wraps(view)
    def found(
        request: HttpRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        bureau = bureau_or_404(slug)
        row = followed_by(request, bureau)
        if row is None:
            return redirect(f"{_path(bureau)}?ended=1")
        response = view(request, bureau, row, *args, **kwargs)
        let_in(response, bureau, row, secure=request.is_secure())
        return response

    return public_form(found)  # type: ignore[return-value]


def _path(bureau: Bureau) -> str:
    return reverse("portal:status", args=[bureau.slug])


def _salt(bureau: Bureau) -> str:
    return f"{_SALT}:{bureau.pk}"
