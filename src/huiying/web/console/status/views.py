"""运行情况: one page for whoever asks whether everything works.

In:   a request of anybody who sees a desk.
Out:  the page, which fetches itself anew; the mark that the desks fetch.
Cost: some twenty small queries. It changes nothing.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.status.rows import status_mark, status_page
from huiying.web.shared.requests import OfficerRequest

POLL_SECONDS = 30
WITHOUT_SCRIPT_SECONDS = 60  # the browser loads the page again


@never_cache
@require_GET
def status(request: OfficerRequest) -> HttpResponse:
    """Show each part of the work, its state, what it means and what to do."""
    require(request.user, Capability.SEE_DESK)
    context = {
        "status": status_page(request.user, clock.now()),
        "poll_seconds": POLL_SECONDS,
        "reload_seconds": WITHOUT_SCRIPT_SECONDS,
    }
    return render(request, "console/status/status.html", context)


@never_cache
@require_GET
def mark(request: OfficerRequest) -> HttpResponse:
    """Return the mark alone: the desks fetch it once they are shown, and wait for nothing."""
    require(request.user, Capability.SEE_DESK)
    context = {"mark": status_mark(request.user, clock.now())}
    return render(request, "console/status/_mark.html", context)
