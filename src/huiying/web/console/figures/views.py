"""统计图: a page of figures about the bureau, each a drawing with its table.

In:   GET of who reads the ledger of the whole bureau.    Out:  one page; counts alone.
Cost: about twenty queries, however many rows are counted.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.distributions import outcomes_by_week
from huiying.jobs import clock
from huiying.web.console.figures.counts import calendar_figure, platform_figure, topic_figure
from huiying.web.console.figures.period import period_of
from huiying.web.console.figures.times import CODES, time_figures, week_figure
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.access import sees_all_units


@require_GET
def figures(request: OfficerRequest) -> HttpResponse:
    """Show the figures of the days asked for, of twelve weeks without any."""
    officer = request.user
    require(officer, Capability.SEE_LEDGER)
    if not sees_all_units(officer):
        raise NotAllowed(Capability.SEE_LEDGER)
    now = clock.now()
    days = day_range_of(request)
    period = period_of(days, now)
    bureau = officer.bureau_id
    links = may(officer, Capability.SEE_POSTS)
    weeks = outcomes_by_week(bureau, CODES, period.since, period.until, now)
    context = {
        "days": days,
        "span": period.words,
        "shortened": period.shortened,
        "histograms": time_figures(bureau, period, now),
        "weeks": week_figure(weeks, period),
        "calendar": calendar_figure(bureau, period),
        "topics": topic_figure(bureau, period),
        "platforms": platform_figure(bureau, period, now, links=links),
    }
    return render(request, "console/figures/figures.html", context)
