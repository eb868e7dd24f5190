"""工作日历: days that wait for a second person, confirmed or given up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.rulebook.actions.set_calendar import (
    DayKind,
    confirm_days,
    drop_proposed_days,
)
from huiying.base.rulebook.models import BureauCalendar
from huiying.base.rulebook.queries import proposers_of
from huiying.base.rulebook.writers import is_among
from huiying.jobs import clock
from huiying.policy.time.zone import DAY
from huiying.web.console.shared.acts import redirect_done, redirect_refused
from huiying.web.shared.requests import OfficerRequest, submitted_version


@dataclass(frozen=True, slots=True)
class ProposedSpan:
    """Days in a row that one officer proposed; own: the reader, who does not confirm them."""

    first: date
    last: date
    kind: str
    note: str
    by: str
    own: bool


def proposed_spans(
    entered: BureauCalendar | None, officer: Officer, now: datetime
) -> list[ProposedSpan]:
    """Return the days that wait, runs of one proposal as one, oldest day first."""
    if entered is None:
        return []
    names = proposers_of(entered)
    own = {key for key in names if is_among([key], officer, now)}
    spans: list[ProposedSpan] = []
    for text, row in sorted(entered.proposed.items()):
        day, by = date.fromisoformat(text), row["by"]
        span = ProposedSpan(
            day, day, _kind(row["kind"]), row["note"], names.get(by, ""), by in own
        )
        if spans and spans[-1] == replace(span, first=spans[-1].first, last=day - DAY):
            span = replace(span, first=spans.pop().first)
        spans.append(span)
    return spans


def _kind(kind: str) -> str:
    return _("放假") if kind == DayKind.OFF else _("照自带的安排")


@require_POST
def confirm(request: OfficerRequest) -> HttpResponse:
    """Let the days count that somebody else proposed."""
    require(request.user, Capability.MANAGE_RULES)
    try:
        days = confirm_days(
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, reverse("console:rules-calendar"))
    page = f"{reverse('console:rules-calendar')}?year={days[0][:4]}"
    done = _("已确认 %(count)d 天，记入日历。计时中的时限不变。") % {"count": len(days)}
    return redirect_done(request, done, page)


@require_POST
def drop(request: OfficerRequest) -> HttpResponse:
    """Give up every day that waits."""
    require(request.user, Capability.MANAGE_RULES)
    page = reverse("console:rules-calendar")
    try:
        drop_proposed_days(
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, page)
    return redirect_done(request, _("已放弃待确认的修改，日历不变。"), page)
