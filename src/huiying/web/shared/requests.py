"""What a signed-in request knows: officer, bureau, roles; parsing of numbers.

In:   Django's request, the words of an address or a form.
Out:  small facts, cached on the request; numbers that a database can hold.
Cost: one query for the roles per request.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import (
    ADMINISTERS,
    SIGNS,
    Role,
    capabilities_of,
)
from huiying.base.accounts.roles.queries import roles_of

LARGEST_NUMBER = "9223372036854775807"  # of a BIGINT

form_page = require_http_methods(["GET", "HEAD", "POST"])  # shows a form, and takes it


def parse_int(text: str) -> int | None:
    """Return the whole number that a text names; None for anything else.

    >>> parse_int("12"), parse_int("²"), parse_int("9" * 19), parse_int("9" * 5000)
    (12, None, None, None)
    """
    digits = len(LARGEST_NUMBER)
    usable = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if usable and text.zfill(digits) <= LARGEST_NUMBER else None


class OfficerRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Officer


def bearer_token(request: HttpRequest) -> str:
    """Return the bearer token of a machine's call; "" if it shows none."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def referring_page(request: HttpRequest, otherwise: str) -> str:
    """Return the address of our page that the request was sent from."""
    page = urlsplit(request.headers.get("Referer", ""))
    ours = page.path.startswith("/") and page.netloc == request.get_host()
    return urlunsplit(("", "", page.path, page.query, "")) if ours else otherwise


def needs_second_factor(request: HttpRequest) -> bool:
    """Tell whether the signed-in officer acts only with a second factor.

    Whoever signs or administers, also by a role that is lent to him; the setting
    ``HUIYING_SECOND_FACTOR`` asks it of all or of who administers alone.
    """
    assert isinstance(request.user, Officer)  # noqa: S101 - the caller checked
    return roles_need_second_factor(roles_of(request.user))


def roles_need_second_factor(roles: frozenset[Role]) -> bool:
    """Tell whether who holds these roles acts only with a second factor."""
    required = (
        ADMINISTERS if settings.SECOND_FACTOR == "ADMINISTRATORS" else ADMINISTERS | SIGNS
    )
    return settings.SECOND_FACTOR == "ALL" or bool(capabilities_of(roles) & required)


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the officer has a second factor now (one query; it can be taken away)."""
    return bool(is_mfa_enabled(request.user))


def signs_by_password_alone(request: HttpRequest) -> bool:
    """Tell whether who is about to sign lacks the second factor that is asked of signers.

    Some sign by what they took part in, not by their role: minutes, by who was there.
    """
    required = settings.SECOND_FACTOR != "ADMINISTRATORS" and not settings.DEMO
    return required and not has_second_factor(request)


def submitted_version(request: HttpRequest, name: str = "version") -> int | None:
    """Return the revision that the page was made from; None when the form carries none."""
    return parse_int(request.POST.get(name, ""))


def known_revision(request: HttpRequest) -> int:
    """Return the revision that a form was made from; -1, always too old, when it has none."""
    version = submitted_version(request)
    return -1 if version is None else version
