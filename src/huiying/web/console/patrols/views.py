"""日常巡查: the slots of the daily patrols and their results."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.patrols import SlotState
from huiying.policy.time.spans import Span
from huiying.web.console.patrols.forms import NoteForm
from huiying.web.console.patrols.rows import TO, day_rows, total_of
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
    return_url,
)
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.day_range import DayRange, day_range_of
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import plain_cell
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.collection.patrols.access import plan_for
from huiying.work.collection.patrols.actions.record import record_patrol
from huiying.work.collection.patrols.models import PatrolResult
from huiying.work.collection.patrols.queries import PatrolSlot, plans_of, slots_within

USUAL = timedelta(days=7)
LONGEST = timedelta(days=92)


@require_GET
def patrols(request: OfficerRequest) -> HttpResponse:
    """The log of a week, or of the days asked for; ``missed`` narrows to the gaps."""
    officer, now = request.user, clock.now()
    require(officer, Capability.SEE_SOURCES)
    days = day_range_of(request)
    every = slots_within(officer.bureau_id, _span(days, now), now)
    missed = "missed" in request.GET
    looks = [look for look in every if look.state is SlotState.MISSED] if missed else every
    if request.GET.get("format") == "csv":
        record_file(officer, "patrols", _("巡查记录"), len(looks))
        return _csv(looks)
    context = {
        "plans": list(plans_of(officer.bureau_id)),
        "days": days,
        "by_day": day_rows(looks, officer),
        "total": total_of(every),
        "missed": missed,
        "may_manage": may(officer, Capability.MANAGE_SOURCES),
        "hides": Hides(
            _("共 %(all)s 次，显示 %(shown)s 次。") % {"all": len(every), "shown": len(looks)},
            _("已隐藏未漏巡的 %(count)s 次") % {"count": len(every) - len(looks)}
            if len(looks) < len(every)
            else "",
            reverse("console:patrols") if missed or days else "",
            _("显示最近 7 天"),
        ),
    }
    return render(request, "console/patrols/patrols.html", context)


@require_POST
def nothing(request: OfficerRequest, pk: int, slot: int) -> HttpResponse:
    """Record that somebody looked and found nothing: a zero report."""
    plan = plan_for(request.user, pk, to=TO)
    back = return_url(request, reverse("console:patrols"))
    try:
        record_patrol(
            plan=plan,
            at=_moment(slot),
            result=PatrolResult.NOTHING,
            note="",
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已登记：%(name)s无异常。") % {"name": plan.name}, back)


@form_page
def found(request: OfficerRequest, pk: int, slot: int) -> HttpResponse:
    """Record that something was found; entering the post comes next."""
    text = ActText(
        title=_("巡查有发现"),
        lead=_("先登记发现情况，再录入帖文。"),
        safe=_("录入的帖文按规则去重、遮盖和归并。"),
        submit=_("登记并录入帖文"),
        back=reverse("console:patrols"),
    )
    outcome = _("已登记。请录入发现的帖文。"), reverse("console:post-enter")
    return _noted(request, pk, slot, PatrolResult.FOUND, text, outcome)


@form_page
def explain(request: OfficerRequest, pk: int, slot: int) -> HttpResponse:
    """Say why a time was missed; it stays missed."""
    text = ActText(
        title=_("说明漏巡原因"),
        lead=_("说明附于该次巡查；仍计为漏巡。"),
        submit=_("提交说明"),
        back=reverse("console:patrols"),
    )
    outcome = _("已提交说明。"), reverse("console:patrols")
    return _noted(request, pk, slot, PatrolResult.EXPLAINED, text, outcome)


def _noted(
    request: OfficerRequest,
    pk: int,
    slot: int,
    result: PatrolResult,
    text: ActText,
    outcome: Outcome,
) -> HttpResponse:
    plan = plan_for(request.user, pk, to=TO)
    form = NoteForm(request.POST or None)

    def perform() -> Outcome:
        record_patrol(
            plan=plan,
            at=_moment(slot),
            result=result,
            note=form.cleaned_data["note"],
            officer=request.user,
            now=clock.now(),
        )
        return outcome

    return carry_out(request, form, text, 0, perform)


def _moment(slot: int) -> datetime:
    """Return the moment of an address; one that no plan has is refused by the act."""
    try:
        return datetime.fromtimestamp(slot, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _span(days: DayRange, now: datetime) -> Span:
    """Return the days asked for, at most a quarter; a week and today without any."""
    until = days.until or now + timedelta(days=1)
    since = days.since or until - USUAL
    if since >= until:
        return Span(until - USUAL, until)
    return Span(max(since, until - LONGEST), until)


def _csv(looks: Sequence[PatrolSlot]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="patrols.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [_("时间"), _("巡查"), _("状态"), _("结果"), _("说明"), _("登记人"), _("登记时间")]
    )
    for look in looks:
        row = look.patrol
        cells = [
            timezone.localtime(look.slot.at).strftime("%Y-%m-%d %H:%M"),
            look.plan.name,
            _(look.state.label),
            str(row.get_result_display()) if row else "",
            row.note if row else "",
            row.by.name if row else "",
            timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M") if row else "",
        ]
        writer.writerow([plain_cell(cell) for cell in cells])
    return response
