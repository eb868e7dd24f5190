"""Serve published words only when they are those of the record.

In:   a query of releases.    Out:  the releases, those that differ left out; alarms of them.
Cost: one query a page that is made, none for a copy.

What differs is never shown: an answer gives way to a page that says so, in a list to a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.web.shared.answers import number_words
from huiying.web.shared.proven_releases import proven
from huiying.work.responses.core.models import Release

UNAVAILABLE = 503
RETRY_SECONDS = 600


class BeingChecked(Exception):
    """The words of an answer are not those of the record: nothing of them is shown."""


def all_proven(bureau: Bureau, load: Callable[[], Sequence[Release]]) -> list[Release]:
    """Return releases that are shown together.

    Raises:
        BeingChecked: If the words of one of them are not those of the record.
    """
    releases, doubted = proven(bureau, load)
    if doubted:
        raise BeingChecked
    return releases


def checked_title(release: Release) -> str:
    """Return what stands in a list in the place of words that are being checked."""
    return _("%(number)s回应（正在核对）") % {"number": number_words(release.answer.number)}


def being_checked_page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """Say that a page is being checked, and hold no word of it."""
    response = render(request, "portal/being_checked.html", context, status=UNAVAILABLE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
