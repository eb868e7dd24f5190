"""One search box: an exact number opens its page, other words lead to lists.

In:   a request with ``q``, and what narrows: ``kind``, ``from``, ``to``.
Out:  what was found of each kind, with how many there are; or why not.
Cost: two look-ups for each kind, whatever is found.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.search.found import SearchRequest
from huiying.web.console.search.parts import find_part, nothing_words, parts_of
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.instructions.queries import visible_instructions
from huiying.work.casework.notices.queries import visible_notices
from huiying.work.casework.superior_supervision.queries import (
    visible_superior_supervisions,
)
from huiying.work.casework.supervision.queries import visible_supervisions
from huiying.work.casework.tasks.queries import visible_tasks
from huiying.work.casework.verification.queries import visible_verification_requests
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.prevention.risks.queries import visible_risks
from huiying.work.prevention.sweeps.queries import sweeps_of
from huiying.work.reports.core.queries import reports_in_sight
from huiying.work.reports.downward.queries import visible_issued
from huiying.work.reports.exchange.queries import received_reports

NUMBER = re.compile(r"[A-Z]{0,3}\d{4}-\d{2,}(?:-\d+)?")


@require_GET
def search(request: OfficerRequest) -> HttpResponse:
    """Search by words; persons are not searched, and the page says why."""
    require(request.user, Capability.SEE_INCIDENTS)
    words = request.GET.get("q", "").strip()
    if page := _page_of_number(request.user, words.upper()):
        return redirect(page)
    refusal = personal_search_refusal(words)
    kinds = parts_of(request.user)
    kind = request.GET.get("kind", "")
    wanted = [kind] if kind in kinds else list(kinds)
    days = day_range_of(request)
    parts = []
    if words and not refusal:
        search_request = SearchRequest(request.user, words, days, clock.now())
        parts = [find_part(name, search_request) for name in wanted]
    context = {
        "words": words,
        "refusal": refusal,
        "days": days,
        "kind": kind,
        "kinds": list(kinds.items()),
        "narrowed": kind in kinds or bool(days),
        "parts": [part for part in parts if part.lines],
        "nothing": nothing_words(parts),
    }
    return render(request, "console/search/search.html", context)


def _page_of_number(officer: Officer, number: str) -> str:
    """Return the page of what has exactly this number and is in sight; "" = nothing has."""
    if not NUMBER.fullmatch(number):
        return ""
    rows: dict[str, QuerySet[Any]] = {
        "console:incident": incidents_in_sight(officer),
        "console:task": visible_tasks(officer),
        "console:docket": visible_verification_requests(officer),
        "console:instruction": visible_instructions(officer),
        "console:supervision": visible_supervisions(officer),
        "console:report": reports_in_sight(officer),
        "console:received-report": received_reports(officer),
        "console:issued-supervision": visible_issued(officer),
        "console:superior-supervision": visible_superior_supervisions(officer),
        "console:risk": visible_risks(officer),
        "console:sweep": sweeps_of(officer.bureau_id),
    }
    if may(officer, Capability.SIGN) or may(officer, Capability.NOTIFY):
        rows["console:notice"] = visible_notices(officer)
    names = (name for name, found in rows.items() if found.filter(number=number).exists())
    name = next(names, "")
    return reverse(name, args=[number]) if name else ""
