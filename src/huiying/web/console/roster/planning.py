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
from huiying.base.accounts.roster.queries import desk_officers, shift_leaders
from huiying.jobs import clock
from huiying.policy.time.spans import Span
from huiying.web.console.roster.forms import ReplaceForm, ShiftForm
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
        submit=_("排这些班"),
        lead=_("值班的人在值班台接警报；带班的人负责决定。"),
        safe=_("有一班无法排入的，全部不排，并说明原因。"),
        back=reverse("console:roster"),
    )
    form = ShiftForm(
        request.POST or None, officers=_choices(officers), leaders=_choices(leaders)
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
        title=_("换班：%(shift)s") % {"shift": _label(shift)},
        submit=_("换人值这一班"),
        lead=_("现在由%(name)s值。") % {"name": shift.officer.name},
        safe=_("已经开始的班，从现在起换人；之前的仍记在原来的人名下。"),
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
        message = _("这一班改由%(name)s值。") % {"name": chosen.name}
        return message, week_url(shift.starts_at)

    return carry_out(request, form, text, 0, perform)


@form_page
def remove(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a shift that has not begun off the roster."""
    shift = shift_for(request.user, pk, to=TO)
    text = ActText(
        title=_("删除%(shift)s") % {"shift": _label(shift)},
        submit=_("删除该班次"),
        lead=_("%(name)s不再值该班，此时段可能出现值班空缺。") % {"name": shift.officer.name},
        safe=_("已开始的班次不可删除，只能调班。"),
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
