"""Links with which officers set their passwords, shown once to whoever issued them.

In:   officers whose passwords nobody knows.    Out:  a page with a whole address for each.
Cost: one HMAC an officer; one write of the session.

Whoever sends a form twice is led where its first sending led (ADR 0027): so the links stand on
a page of their own. The session of who issued them keeps whose they are, never a link: until
the page was seen, and half a minute more. A link that was used or replaced is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.sign_in.invitations import invitation_of, invitation_state
from huiying.web.console.shared.one_time_display import (
    can_display,
    start_display,
    store_for_display,
)
from huiying.web.shared.qr_code import qr_picture
from huiying.web.shared.requests import OfficerRequest

ISSUED = "issued_links"


def show_invitations(
    request: OfficerRequest, officers: Sequence[Officer], failed: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    """Lead to the links of officers, who were given passwords that nobody knows.

    Args:
        failed: Who was not added (name) and why (reason).
    """
    if request.user in officers:  # his session ends with his old password: now or never
        return _page(
            request, [_row(request, officer, invitation_state(officer)) for officer in officers]
        )
    marks = {officer.pk: invitation_state(officer) for officer in officers}
    store_for_display(request, ISSUED, {"marks": marks, "failed": list(failed)})
    return redirect("console:officer-links")


@require_GET
@never_cache
def links(request: OfficerRequest) -> HttpResponse:
    """Show the links that were issued last, to who issued them; then only whose they were."""
    require(request.user, Capability.MANAGE_PEOPLE)
    issued, shown = request.session.get(ISSUED, {}), start_display(request, ISSUED)
    marks = issued.get("marks", {})
    rows = [
        _row(request, officer, marks[str(officer.pk)] if shown else "")
        for officer in officers_of(request.user.bureau_id).filter(pk__in=marks)
    ]
    return _page(request, rows, issued.get("failed", ()))


def invitations_wait(request: HttpRequest) -> bool:
    """Tell whether links that this session issued were not looked at yet."""
    return can_display(request, ISSUED) and "seen" not in request.session[ISSUED]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An officer and his link, with its picture; "" = it may not be shown any more."""

    officer: Officer
    link: str
    picture: str = ""


def _row(request: HttpRequest, officer: Officer, mark: str) -> InvitationRow:
    if mark != invitation_state(officer):
        return InvitationRow(officer, "")
    path = reverse("invitation", args=invitation_of(officer))
    link = request.build_absolute_uri(path)
    return InvitationRow(officer, link, qr_picture(link))


def _page(
    request: HttpRequest, rows: Sequence[InvitationRow], failed: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    context: dict[str, object] = {
        "rows": rows,
        "failed": failed,
        "shown": any(row.link for row in rows),
    }
    context["new_accounts"] = any(row.officer.hands for row in rows)
    return render(request, "console/people/invitations.html", context)
