"""The addresses at which officers choose their passwords, shown once to who issued them.

In:   officers whose passwords nobody knows.    Out:  a page with a whole address for each.
Cost: one HMAC an officer; one write of the session.

Whoever sends a form twice is led where its first sending led (ADR 0027): so the links stand on
a page of their own. The session of who issued them keeps whose they are, never a link: until
the page was seen, and half a minute more. A link that was used or replaced is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
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
from huiying.jobs import clock
from huiying.web.requests import OfficerRequest

ISSUED = "issued_links"
WAITS = timedelta(minutes=10)  # for who issued them to come and look
LONG_AGO = datetime.min.replace(tzinfo=UTC)
AGAIN = timedelta(seconds=30)  # after that: a page that came and was left at once is no look


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
    request.session[ISSUED] = {
        "until": (clock.real_now() + WAITS).isoformat(),
        "marks": {officer.pk: mark_of(officer) for officer in officers},
        "failed": list(failed),
    }
    # Here: a browser that clicks twice leaves, and nothing around the view comes to its end.
    request.session.save()
    return redirect("console:officer-links")


@require_GET
@never_cache
def links(request: OfficerRequest) -> HttpResponse:
    """Show the links that were issued last, to who issued them; then only whose they were."""
    require(request.user, Capability.MANAGE_PEOPLE)
    issued, until = _issued(request)
    marks, now = issued.get("marks", {}), clock.real_now()
    if now < until:
        until = min(until, now + AGAIN)
        request.session[ISSUED] = {**issued, "until": until.isoformat(), "seen": True}
    rows = [
        _row(request, officer, marks[str(officer.pk)] if now < until else "")
        for officer in officers_of(request.user.bureau_id).filter(pk__in=marks)
    ]
    return _page(request, rows, issued.get("failed", ()))


def links_wait(request: HttpRequest) -> bool:
    """Tell whether links that this session issued were not looked at yet."""
    issued, until = _issued(request)
    return "seen" not in issued and clock.real_now() < until


def _issued(request: HttpRequest) -> tuple[dict[str, Any], datetime]:
    """Return what this session issued last, and until when its links are shown."""
    issued = request.session.get(ISSUED, {})
    return issued, datetime.fromisoformat(issued["until"]) if issued else LONG_AGO


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
