"""日常巡查: the slots of the daily patrols and their results."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.rulebook.platforms import OTHER
from huiying.policy.time.patrols import SlotState
from huiying.policy.time.spans import Span
from huiying.web.console.imports.forms import EnterForm
from huiying.web.console.patrols.forms import NoteForm
from huiying.web.console.patrols.rows import TO, day_rows, look_row, place_rows, total_of
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.day_range import DayRange, day_range_of
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import plain_cell
from huiying.web.shared.place_names import platform_choices
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.collection.patrols.access import place_for, plan_for
from huiying.work.collection.patrols.actions.enter_finding import FoundPost, enter_finding
from huiying.work.collection.patrols.actions.record import record_patrol
from huiying.work.collection.patrols.models import PatrolPlace, PatrolResult
from huiying.work.collection.patrols.queries import (
    PatrolSlot,
    plans_of,
    round_of,
    slots_within,
)

USUAL = timedelta(days=7)
LONGEST = timedelta(days=92)
PlaceAt = tuple[PatrolPlace, datetime]


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


@require_GET
def patrol_round(request: OfficerRequest, pk: int, slot: int) -> HttpResponse:
    """One round: its places with a link and a tick each."""
    plan = plan_for(request.user, pk, to=Capability.SEE_SOURCES)
    look = round_of(plan, _moment(slot), clock.now())
    if look is None:
        raise Http404
    context = {
        "round": look_row(look, request.user),
        "places": place_rows(look, request.user),
        "record_url": reverse("console:patrol-record", args=[plan.pk, slot])
        if look.state.open and may(request.user, TO)
        else "",
    }
    return render(request, "console/patrols/round.html", context)


@require_POST
def record_round(request: OfficerRequest, pk: int, slot: int) -> HttpResponse:
    """Record a round: the places that were ticked, or all of them."""
    plan = plan_for(request.user, pk, to=TO)
    note = request.POST.get("note", "").strip()
    ticked = {int(key) for key in request.POST.getlist("looked") if key.isdecimal()}
    try:
        row = record_patrol(
            plan=plan,
            at=_moment(slot),
            result=PatrolResult.FOUND if note else PatrolResult.NOTHING,
            note=note,
            officer=request.user,
            now=clock.now(),
            looked=None if "all" in request.POST else ticked,
        )
    except Refused as error:
        back = reverse("console:patrol-round", args=[plan.pk, slot])
        return redirect_refused(request, error, back)
    values = {"name": plan.name, "result": row.get_result_display(), "count": row.unseen}
    sentence = _("已登记“%(name)s”：%(result)s。") % values
    if row.unseen:
        sentence = _("已登记“%(name)s”：%(result)s，漏看 %(count)s 处。") % values
    return redirect_done(request, sentence, reverse("console:patrols"))


PLACE = Target(
    row=lambda officer, pk, slot, *, to: (place_for(officer, pk, to=to), _moment(slot)),
    back=lambda row: reverse(
        "console:patrol-round", args=[row[0].plan_id, int(row[1].timestamp())]
    ),
    about=lambda row: row[0].name,
)


def _finding_options(row: PlaceAt, request: OfficerRequest) -> dict[str, object]:
    place, now = row[0], clock.now()
    initial = {"noticed_at": timezone.localtime(now), "channel": place.platform or OTHER}
    return {"initial": initial, "channels": platform_choices(request.user.bureau_id, now)}


@Act(
    PLACE,
    TO,
    title=gettext_lazy("录入巡查发现"),
    lead=gettext_lazy("粘贴帖文链接和内容，录入后进入待研判，并记为该处的发现。"),
    safe=gettext_lazy("相同内容只收录一次；姓名、电话和账号在保存前遮盖。"),
    form=EnterForm,
    options=_finding_options,
    submit=gettext_lazy("录入这条"),
)
def finding(row: PlaceAt, form: EnterForm, by: By) -> Text:
    """Enter one post that was found at a place of a round."""
    place, at = row
    enter_finding(place=place, at=at, found=FoundPost(**form.cleaned_data), **by.stamp)
    return _("已录入，数秒后进入待研判。请继续查看其余各处。")


@form_page
def explain(request: OfficerRequest, pk: int, slot: int) -> HttpResponse:
    """Say why a time was missed; it stays missed."""
    text = ActText(
        title=_("说明漏巡原因"),
        lead=_("说明附于该次巡查；仍计为漏巡。"),
        submit=_("提交说明"),
        back=reverse("console:patrols"),
    )
    plan = plan_for(request.user, pk, to=TO)
    form = NoteForm(request.POST or None)

    def perform() -> Outcome:
        record_patrol(
            plan=plan,
            at=_moment(slot),
            result=PatrolResult.EXPLAINED,
            note=form.cleaned_data["note"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已提交说明。"), reverse("console:patrols")

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
        [
            _("时间"),
            _("巡查"),
            _("状态"),
            _("结果"),
            _("漏看处数"),
            _("说明"),
            _("登记人"),
            _("登记时间"),
        ]
    )
    for look in looks:
        row = look.patrol
        cells = [
            timezone.localtime(look.slot.at).strftime("%Y-%m-%d %H:%M"),
            look.plan.name,
            _(look.state.label),
            str(row.get_result_display()) if row else "",
            str(row.unseen) if row and row.unseen is not None else "",
            row.note if row else "",
            row.by.name if row else "",
            timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M") if row else "",
        ]
        writer.writerow([plain_cell(cell) for cell in cells])
    return response
