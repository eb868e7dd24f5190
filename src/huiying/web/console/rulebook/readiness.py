"""30 分钟通报自检: whether sources, roster and channels can meet Article 4(3).

In:   requests with SEE_RULES.    Out:  one page; each point leads to where it is put right.
Cost: six small queries; one and two an officer for those on duty tonight.

The same page says which releases those on duty can sign between them (审定 by grade).
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.jobs.upkeep.readiness import Place, Point
from huiying.jobs.upkeep.readiness import readiness as points_of
from huiying.web.console.releases.tonight_signers import tonight_signers
from huiying.web.shared.requests import OfficerRequest

PLACES: Final[dict[Place, tuple[str, Capability]]] = {
    "sources": ("console:sources", Capability.MANAGE_SOURCES),
    "people": ("console:people", Capability.MANAGE_PEOPLE),
    "roster": ("console:roster", Capability.MANAGE_ROSTER),
    "channels": ("console:channels", Capability.MANAGE_CHANNELS),
}


@require_GET
def readiness(request: OfficerRequest) -> HttpResponse:
    """Show every link of the chain from a post to the notice."""
    require(request.user, Capability.SEE_RULES)
    now = clock.now()
    points = list(points_of(request.user.bureau_id, now))
    context = {
        "checks": [_check(request, point) for point in points],
        "bad": sum(not point.fine for point in points),
        **tonight_signers(request.user.bureau_id, now),
    }
    return render(request, "console/rulebook/readiness.html", context)


def _check(request: OfficerRequest, point: Point) -> dict[str, Any]:
    address, capability = PLACES[point.place]
    leads = not point.fine and may(request.user, capability)
    return {
        "state": "passed" if point.fine else "warned",
        "text": point.sentence,
        "hint": "",
        "url": reverse(address) if leads else "",
        "url_label": _("去改") if leads else "",
    }
