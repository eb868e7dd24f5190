"""Serve published words only when they are those of the record.

In:   a query of releases.    Out:  the releases, those that differ left out; alarms of them.
Cost: one query a page that is made, none for a copy.

What differs is never shown: an answer gives way to a page that says so, in a list to a line.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.jobs.upkeep.record_alarms import report_differences
from huiying.web.shared.answers import number_words
from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.proof import doubts_about

log = logging.getLogger("huiying.portal")
UNAVAILABLE = 503
RETRY_SECONDS = 600


class BeingChecked(Exception):
    """The words of an answer are not those of the record: nothing of them is shown."""


def proven(
    bureau: Bureau, load: Callable[[], Iterable[Release]]
) -> tuple[list[Release], frozenset[int]]:
    """Return the releases, and the keys of those whose words must not be shown.

    Args:
        load: Reads the releases; asked again when something differs, since what was published
            between two reads looks like a difference.
    """
    releases = list(load())
    doubts = doubts_about(bureau.pk, releases)
    if doubts:
        releases = list(load())
        doubts = doubts_about(bureau.pk, releases)
    if doubts:
        try:
            report_differences(bureau.pk, doubts.values(), clock.now())
        except DatabaseError:  # a reader is answered also when nothing can be written
            log.exception("what differs from the record could not be reported")
    return releases, frozenset(doubts)


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
