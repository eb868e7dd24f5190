"""Plan the duty roster: add shifts, import them, reassign one, remove one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roster.access import shift_for
from huiying.base.accounts.roster.actions.plan_shifts import (
    CannotPlan,
    PlannedShift,
    add_shifts,
    remove_shift,
    replace_on_shift,
)
from huiying.base.accounts.roster.models import Shift, shift_label
from huiying.base.accounts.roster.queries import desk_officers, shift_leaders, shifts_within
from huiying.jobs import clock
from huiying.policy.time.spans import Span
from huiying.web.console.roster.forms import ReplaceForm, ShiftForm
from huiying.web.console.roster.presets import AROUND, next_shift
from huiying.web.console.roster.sheet import RosterSheet
from huiying.web.console.roster.weeks import week_url
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.sheet_import import sheet_view
from huiying.web.shared.requests import OfficerRequest, form_page

TO = Capability.MANAGE_ROSTER


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Add one shift, or the same one on days of every week; all of them or none."""
    require(request.user, TO)
    bureau = request.user.bureau
    officers, leaders = list(desk_officers(bureau.pk)), list(shift_leaders(bureau.pk))
    text = ActText(
        title=_("排班"),
        submit=_("保存排班"),
        lead=_(
            "值班人员在值班台接收警报；带班领导负责决定。"
            "日期、时间和班次名称已按下一个值班空缺填写，可修改。"
        ),
        safe=_("任一班次无法安排的，全部不保存，并注明该班次。"),
        back=reverse("console:roster"),
    )
    now = clock.now()
    around = shifts_within(bureau.pk, Span(now - AROUND, now + AROUND))
    form = ShiftForm(
        request.POST or None,
        officers=_choices(officers),
        leaders=_choices(leaders),
        initial=None if request.method == "POST" else next_shift(list(around), now),
    )
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, 0)
    values = form.cleaned_data
    people = {row.pk: row for row in [*officers, *leaders]}
    wanted = [_wanted(span, values, people) for span in values["spans"]]
    try:
        made = add_shifts(
            bureau=bureau, wanted=wanted, actor=request.user.audit_actor(), now=clock.now()
        )
    except CannotPlan as error:
        for row in error.refused:
            which = shift_label(wanted[row.number].span)
            form.add_error(None, f"{which}：{row.reason}")
        return show_form(request, form, text, 0, status=409)
    message = _("已排 %(count)s 班。") % {"count": len(made)}
    return redirect_done(request, message, week_url(made[0].starts_at))


@form_page
def import_shifts(request: OfficerRequest) -> HttpResponse:
    """Add the shifts of a spreadsheet, after a look at each row."""
    require(request.user, TO)
    return sheet_view(request, RosterSheet(request.user, clock.now()))


@form_page
def replace(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a shift, or what is left of it, to another officer."""
    shift = shift_for(request.user, pk, to=TO)
    officers = list(desk_officers(shift.bureau_id).exclude(pk=shift.officer_id))
    text = ActText(
        title=_("调班：%(shift)s") % {"shift": _label(shift)},
        submit=_("保存调班"),
        lead=_("当前值班：%(name)s。") % {"name": shift.officer.name},
        safe=_("已开始的班次自保存起调整；此前仍计入原值班人员。"),
        back=week_url(shift.starts_at),
    )
    form = ReplaceForm(request.POST or None, officers=_choices(officers))

    def perform() -> Outcome:
        chosen = next(row for row in officers if row.pk == form.cleaned_data["officer"])
        replace_on_shift(
            shift=shift,
            officer=chosen,
            reason=form.cleaned_data["reason"],
            actor=request.user.audit_actor(),
            now=clock.now(),
        )
        message = _("已调整为%(name)s值班。") % {"name": chosen.name}
        return message, week_url(shift.starts_at)

    return carry_out(request, form, text, 0, perform)


@form_page
def remove(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a shift that has not begun off the roster."""
    shift = shift_for(request.user, pk, to=TO)
    text = ActText(
        title=_("删除%(shift)s") % {"shift": _label(shift)},
        submit=_("删除班次"),
        lead=_("%(name)s不再值该班次，该时段可能出现值班空缺。") % {"name": shift.officer.name},
        safe=_("已开始的班次不可删除，可调班。"),
        back=week_url(shift.starts_at),
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, 0)
    try:
        remove_shift(shift=shift, actor=request.user.audit_actor(), now=clock.now())
    except CannotPlan as error:
        return redirect_refused(request, error, week_url(shift.starts_at))
    return redirect_done(request, _("已删除。"), week_url(shift.starts_at))


def _wanted(span: Span, values: dict[str, Any], people: dict[int, Officer]) -> PlannedShift:
    leader = people[values["leader"]] if values["leader"] else None
    return PlannedShift(span, people[values["officer"]], leader, values["name"])


def _choices(officers: list[Officer]) -> list[tuple[Any, str]]:
    return [
        (row.pk, f"{row.name}（{row.title}）" if row.title else row.name) for row in officers
    ]


def _label(shift: Shift) -> str:
    return shift_label(shift.span, shift.name)
