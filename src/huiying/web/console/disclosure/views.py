"""不公开清单: all withheld passages of public answers, and their next reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.policy.release.disclosure import Ground
from huiying.web.console.disclosure.grounds import ground_words
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.core.models import Withholding
from huiying.work.responses.disclosure.queries import withheld_in_public


@require_GET
def register(request: OfficerRequest) -> HttpResponse:
    """Show the register; the passages themselves stand on the page of each draft alone."""
    require(request.user, Capability.SEE_POSTS, Capability.READ_RECORD)
    now = clock.now()
    decides = may(request.user, Capability.APPROVE)
    rows = withheld_in_public(request.user.bureau_id)
    context = {"rows": [_row(row, now, decides=decides) for row in rows]}
    return render(request, "console/disclosure/register.html", context)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A withheld passage of a public answer, without its words; the clock is of its review."""

    number: str
    url: str
    title: str
    ground: str
    reason: str
    clock: ClockFacts
    acts: list[ActButton]


def _row(row: Withholding, now: datetime, *, decides: bool) -> RegisterRow:
    answer = row.release.answer if row.release else row.draft.answer
    url = reverse("console:withholding-review", args=[row.pk])
    return RegisterRow(
        number=answer.number,
        url=reverse("console:draft", args=[row.draft_id]),
        title=answer.incident.title,
        ground=ground_words(Ground(row.ground)),
        reason=row.reason,
        clock=clock_facts(row.clock, now),
        acts=[act_button(_("复审…"), url)] if decides else [],
    )
