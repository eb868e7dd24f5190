"""The addresses at which officers choose their passwords, shown once to who issued them.

In:   officers whose passwords nobody knows.    Out:  a page with a whole address for each.
Cost: one HMAC an officer; one write of the session.

Whoever sends a form twice is led where its first sending led (ADR 0027): so the links stand on
a page of their own. The session of who issued them keeps whose they are, never a link: until
the page was seen, and half a minute more. A link that was used or replaced is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.invitations import invitation_of, mark_of
from huiying.base.accounts.queries import Officer, officers_of
from huiying.web.console.shown_once import keep, show, shows
from huiying.web.requests import OfficerRequest

ISSUED = "issued_links"


def hand_over(
    request: OfficerRequest, officers: Sequence[Officer], failed: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    """Lead to the links of officers, who were given passwords that nobody knows.

    Args:
        failed: Who was not added (name) and why (reason).
    """
    if request.user in officers:  # his session ends with his old password: now or never
        return _page(
            request, [_row(request, officer, mark_of(officer)) for officer in officers]
        )
    marks = {officer.pk: mark_of(officer) for officer in officers}
    keep(request, ISSUED, {"marks": marks, "failed": list(failed)})
    return redirect("console:officer-links")


@require_GET
@never_cache
def links(request: OfficerRequest) -> HttpResponse:
    """Show the links that were issued last, to who issued them; then only whose they were."""
    require(request.user, Capability.MANAGE_PEOPLE)
    issued, shown = request.session.get(ISSUED, {}), show(request, ISSUED)
    marks = issued.get("marks", {})
    rows = [
        _row(request, officer, marks[str(officer.pk)] if shown else "")
        for officer in officers_of(request.user.bureau_id).filter(pk__in=marks)
    ]
    return _page(request, rows, issued.get("failed", ()))


def links_wait(request: HttpRequest) -> bool:
    """Tell whether links that this session issued were not looked at yet."""
    return shows(request, ISSUED) and "seen" not in request.session[ISSUED]


def _row(request: HttpRequest, officer: Officer, mark: str) -> dict[str, Any]:
    """Return an officer and his link; without one when it may not be shown any more."""
    holds = mark == mark_of(officer)
    link = reverse("invitation", args=invitation_of(officer)) if holds else ""
    return {"officer": officer, "link": request.build_absolute_uri(link) if holds else ""}


def _page(
    request: HttpRequest, rows: Sequence[dict[str, Any]], failed: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    context = {"rows": rows, "failed": failed, "shown": any(row["link"] for row in rows)}
    return render(request, "console/people/links.html", context)
