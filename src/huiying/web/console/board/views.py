"""The wall board: one page that no hand touches.

In:   a request of whoever sees the duty desk.    Out:  the page; it fetches itself anew.
Cost: some ten queries, whatever the number of matters.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.board.rows import wall_of
from huiying.web.shared.requests import OfficerRequest

POLL_SECONDS = 5 if settings.DEMO else 15
WITHOUT_SCRIPT_SECONDS = 30  # the browser loads the page again


@require_GET
def wall_board(request: OfficerRequest) -> HttpResponse:
    """Matters by the clock that ends first, for the wall of the duty room."""
    require(request.user, Capability.SEE_DESK)
    context = {
        "wall": wall_of(request.user, clock.now()),
        "poll_seconds": POLL_SECONDS,
        "reload_seconds": WITHOUT_SCRIPT_SECONDS,
    }
    return render(request, "console/board/board.html", context)
