"""回应人员: who answers under the bureau's name, and what stands on its accounts.

In:   requests of officers who see incidents.    Out:  the roster with its acts.
Cost: four queries.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.web.answers import who_words
from huiying.web.console.acts import act
from huiying.web.requests import OfficerRequest
from huiying.work.responses.roster import (
    Reply,
    Responder,
    ResponderState,
    lines_of,
    replies_of,
)

REPLIES = 50
OPEN = (ResponderState.ASKED, ResponderState.LISTED)


@require_GET
def roster(request: OfficerRequest) -> HttpResponse:
    """Show the roster, the accounts and the newest replies."""
    require(request.user, Capability.SEE_INCIDENTS)
    officer = request.user
    keeps = may(officer, Capability.MANAGE_RESPONDERS)
    lines = list(lines_of(officer.bureau_id))
    mine = next((row for row in lines if row.officer_id == officer.pk and _open(row)), None)
    context = {
        "lines": [_line(row, officer, keeps=keeps) for row in lines],
        "replies": [_reply(row, officer) for row in replies_of(officer.bureau_id)[:REPLIES]],
        "asked": mine if mine is not None and mine.state == ResponderState.ASKED else None,
        "keeps": keeps,
        "may_reply": mine is not None and mine.state == ResponderState.LISTED,
        "public_url": reverse("portal:responders", args=[officer.bureau.slug]),
    }
    return render(request, "console/responders/roster.html", context)


def _open(row: Responder) -> bool:
    return row.state in OPEN


def _line(row: Responder, officer: Officer, *, keeps: bool) -> dict[str, Any]:
    acts = []
    if _open(row) and (keeps or row.officer_id == officer.pk):
        url = reverse("console:responder-leave", args=[row.number])
        acts.append(act(_("退出…"), url, "ask"))
    return {
        "row": row,
        "state": ResponderState(row.state).label,
        "listed": row.state == ResponderState.LISTED,
        "acts": acts,
    }


def _reply(row: Reply, officer: Officer) -> dict[str, Any]:
    number = row.release.answer.number
    return {
        "row": row,
        "who": who_words(row),
        "title": row.release.content["title"],
        "url": reverse("portal:answer", args=[officer.bureau.slug, number]),
    }
