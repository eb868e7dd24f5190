"""值班表: the roster of a week, and hand-over notes.

In:   requests of any officer.    Out:  the roster of a week; a note written or taken over.
Cost: six queries a week, whatever the number of shifts.
"""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roster.access import note_for, shift_for
from huiying.base.accounts.roster.actions.hand_over import (
    DeskSituation,
    take_over_note,
    write_hand_over_note,
)
from huiying.base.accounts.roster.models import Shift, shift_label
from huiying.base.accounts.roster.queries import (
    desk_cover,
    hand_over_notes,
    shifts_within,
)
from huiying.base.clocks.queries import board_totals
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.spans import Span
from huiying.policy.time.zone import DAY, LOCAL
from huiying.web.console.roster.forms import HandOverForm
from huiying.web.console.roster.on_duty import shift_line
from huiying.web.console.roster.weeks import (
    WEEK,
    WRITE_FOR,
    day_rows,
    note_rows,
    week_of,
    week_url,
    writes_now,
)
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
    redirect_done,
    redirect_refused,
    return_url,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.candidates.queries import waiting_candidates


@require_GET
def roster(request: OfficerRequest) -> HttpResponse:
    """Show one week: shifts, holes, and the notes of the week."""
    require(request.user, Capability.SEE_DESK)
    officer, now = request.user, clock.now()
    week = week_of(_day(request.GET.get("week", ""), now))
    shifts = list(shifts_within(officer.bureau_id, week))
    found = desk_cover(officer.bureau_id, now)
    plans = may(officer, Capability.MANAGE_ROSTER)
    keeps = may(officer, Capability.TRIAGE)
    recent = shifts_within(officer.bureau_id, Span(now - WRITE_FOR, now + DAY))
    notes = hand_over_notes(officer.bureau_id, week) if keeps else []
    context = {
        "line": shift_line(found, now),
        "planned": found.planned or bool(shifts),
        "days": day_rows(week, shifts, now, plans=plans),
        "week": week,
        "last_day": week.ends_at - DAY,
        "this_week": week.starts_at <= now < week.ends_at,
        "before_url": week_url(week.starts_at - WEEK),
        "after_url": week_url(week.ends_at),
        "plans": plans,
        "keeps": keeps,
        "writes": writes_now(recent, officer, now) if keeps else None,
        "notes": note_rows(notes, officer, found.now),
    }
    return render(request, "console/roster/roster.html", context)


def _situation(shift: Shift, now: datetime) -> DeskSituation:
    totals = board_totals(shift.bureau_id, now)
    candidates = waiting_candidates(shift.bureau_id).count()
    return DeskSituation(totals.late, totals.running, candidates)


def _hand_over_lead(shift: Shift) -> Text:
    situation = _situation(shift, clock.now())
    words = _(
        "当前计时中的时限 %(running)s 项，其中超时 %(late)s 项；待研判舆情 %(candidates)s 组。"
    )
    return words % {
        "running": situation.running,
        "late": situation.late,
        "candidates": situation.candidates,
    }


SHIFT = Target(row=shift_for, back=lambda shift: week_url(shift.starts_at))


@Act(
    SHIFT,
    Capability.TRIAGE,
    title=lambda shift: (
        gettext_lazy("交班：%(shift)s") % {"shift": shift_label(shift.span, shift.name)}
    ),
    lead=_hand_over_lead,
    safe=gettext_lazy("以上数字随交接记录。只写事项，不写来件人姓名和电话。"),
    form=HandOverForm,
    submit=gettext_lazy("提交交班"),
)
def hand_over(shift: Shift, form: HandOverForm, by: By) -> Outcome:
    """Write what the next shift must know, beside what stands on the desk."""
    situation = _situation(shift, by.now)
    write_hand_over_note(
        shift=shift, text=form.cleaned_data["text"], situation=situation, **by.stamp
    )
    return _("已写下交接，等下一班来接。"), reverse("console:roster")


@require_POST
def read(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take over what the shift before left."""
    note = note_for(request.user, pk, to=Capability.TRIAGE)
    back = return_url(request, week_url(note.written_at))
    try:
        take_over_note(note=note, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已接班。"), back)


def _day(text: str, now: datetime) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = localtime(now, LOCAL).date()
    # A week must fit into the calendar that datetime knows.
    return min(max(day, date(2000, 1, 1)), date(2999, 12, 1))
