"""回应人员: who answers under the bureau's name, and the replies on its accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.answers import who_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.responders.models import Reply, Responder, ResponderState
from huiying.work.responses.responders.queries import replies_of, roster_lines

REPLIES = 50
OPEN = (ResponderState.ASKED, ResponderState.LISTED)


@require_GET
def roster(request: OfficerRequest) -> HttpResponse:
    """Show the roster, the accounts and the newest replies."""
    require(request.user, Capability.SEE_INCIDENTS)
    officer = request.user
    keeps = may(officer, Capability.MANAGE_RESPONDERS)
    lines = list(roster_lines(officer.bureau_id))
    mine = next((row for row in lines if row.officer_id == officer.pk and _open(row)), None)
    context = {
        "lines": [_line(row, officer, keeps=keeps) for row in lines],
        "replies": [_reply(row, officer) for row in replies_of(officer.bureau_id)[:REPLIES]],
        "invitation": mine if mine is not None and mine.state == ResponderState.ASKED else None,
        "keeps": keeps,
        "may_reply": mine is not None and mine.state == ResponderState.LISTED,
        "public_url": reverse("portal:responders", args=[officer.bureau.slug]),
    }
    return render(request, "console/responders/roster.html", context)


def _open(row: Responder) -> bool:
    return row.state in OPEN


@dataclass(frozen=True, slots=True)
class ResponderRow:
    """A line of the roster as the bureau sees it."""

    name: str
    unit: str
    role: str
    covers: str
    consented_at: datetime | None
    state: str
    listed: bool
    acts: list[ActButton]


def _line(row: Responder, officer: Officer, *, keeps: bool) -> ResponderRow:
    acts = []
    if _open(row) and (keeps or row.officer_id == officer.pk):
        acts.append(act_button(_("退出…"), "console:responder-leave", row.number))
    return ResponderRow(
        name=row.work_name,
        unit=row.unit.name,
        role=row.role,
        covers=row.covers,
        consented_at=row.consented_at,
        state=str(ResponderState(row.state).label),
        listed=row.state == ResponderState.LISTED,
        acts=acts,
    )


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply on an official account; ``address`` is its own, ``url`` the answer's."""

    account: str
    who: str
    at: datetime
    address: str
    title: str
    url: str


def _reply(row: Reply, officer: Officer) -> ReplyRow:
    return ReplyRow(
        account=str(row.account),
        who=who_words(row),
        at=row.posted_at,
        address=row.address,
        title=row.release.content["title"],
        url=reverse("portal:answer", args=[officer.bureau.slug, row.release.answer.number]),
    )
