"""联络点: contact offices of partner agencies, their talks and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.access import own_bureau, unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.web.console.liaison.forms import (
    AddContactForm,
    DoneForm,
    EditContactForm,
    TalkForm,
    local_minute,
)
from huiying.web.console.liaison.rows import follow_up_row, talk_row
from huiying.web.console.shared.acts import Outcome, Text, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.liaison.access import follow_up_for, liaison_desk_for
from huiying.work.casework.liaison.actions.record_talk import (
    FollowUpInput,
    TalkInput,
    finish_follow_up,
    record_talk,
)
from huiying.work.casework.liaison.actions.register_desk import add_desk, change_desk
from huiying.work.casework.liaison.models import FollowUp, LiaisonDesk, Manner
from huiying.work.casework.liaison.queries import agencies_of, leads_waiting, liaison_desks

SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)
TO = Capability.LIAISE


@require_GET
def desk_list(request: OfficerRequest) -> HttpResponse:
    """Every office, who is to be talked with next in front."""
    require(request.user, *SEES)
    officer, now = request.user, clock.now()
    rows = []
    for desk in liaison_desks(officer.bureau_id):
        talks = list(desk.talks.all())
        open_items = [
            item for talk in talks for item in talk.follow_ups.all() if item.done_at is None
        ]
        last = talks[0].at if talks else None
        clock_of = clock_facts(desk.clock, now) if desk.clock else None
        rows.append(DeskLine(desk_row(desk), clock_of, last, len(open_items)))
    context = {
        "rows": rows,
        "acts": [act_button(_("登记联络单位…"), "console:liaison-add", main=True)]
        if may(officer, TO)
        else [],
        "leads": leads_waiting(officer.bureau_id).count(),
        "tab": "desks",
    }
    return render(request, "console/liaison/list.html", context)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What names an office of a partner agency."""

    number: str
    url: str
    unit: str
    office: str
    duty_line: str
    matters: str
    active: bool


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An office in the list; clock: of the next talk; open: what is not done yet."""

    desk: DeskRow
    clock: ClockFacts | None
    last: datetime | None
    open: int


def desk_row(desk: LiaisonDesk) -> DeskRow:
    """Return what names an office."""
    return DeskRow(
        number=desk.number,
        url=reverse("console:liaison-desk", args=[desk.number]),
        unit=desk.unit.name,
        office=desk.office,
        duty_line=desk.duty_line,
        matters=desk.matters,
        active=desk.active,
    )


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One office: when next, what was said, what is open."""
    desk = liaison_desk_for(request.user, number, to=Capability.SEE_INCIDENTS)
    now, officer = clock.now(), request.user
    talks = list(desk.talks.select_related("recorded_by").prefetch_related("follow_ups__owner"))
    items = [item for talk in talks for item in talk.follow_ups.all()]
    items.sort(key=lambda item: (item.done_at is not None, item.due))
    context = {
        "desk": desk_row(desk),
        "clock": clock_facts(desk.clock, now) if desk.clock else None,
        "clock_url": reverse("console:clock", args=[desk.clock_id]) if desk.clock_id else "",
        "talks": [talk_row(talk) for talk in talks],
        "items": [follow_up_row(item, number, officer, now) for item in items],
        "acts": _acts(desk, officer),
    }
    return render(request, "console/liaison/desk.html", context)


def _acts(desk: LiaisonDesk, officer: Officer) -> list[ActButton]:
    if not may(officer, TO):
        return []
    talk_url = reverse("console:liaison-talk", args=[desk.number])
    acts = [act_button(_("修改联络单位…"), "console:liaison-edit", desk.number)]
    if desk.active:
        acts.append(act_button(_("记一次联络…"), talk_url, main=True))
    return acts


BUREAU = Target(row=own_bureau, back="console:liaison")

DESK = Target(row=liaison_desk_for, back=lambda desk: _url(desk.number))


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记联络单位"),
    lead=gettext_lazy("登记科室或岗位及其值班电话，不登记个人。"),
    safe=gettext_lazy("登记后按规则间隔提醒联络，临近到期时在值班台显示。"),
    form=AddContactForm,
    options=lambda bureau, _request: {
        "units": [(unit.pk, unit.name) for unit in agencies_of(bureau.pk)]
    },
    submit=gettext_lazy("登记联络单位"),
)
def add(_bureau: Bureau, form: AddContactForm, by: By) -> Outcome:
    """登记联络点."""
    desk = add_desk(
        unit=unit_for(by.officer, form.cleaned_data["unit"], to=TO),
        contact=form.contact(),
        **by.stamp,
    )
    return _("已登记联络单位。"), _url(desk.number)


@Act(
    DESK,
    TO,
    title=gettext_lazy("修改联络单位"),
    lead=gettext_lazy("不再联络的，取消勾选“继续定期联络”：时限终止，联络记录保留。"),
    form=EditContactForm,
    options=lambda desk, _request: {
        "initial": {
            name: getattr(desk, name) for name in ("office", "duty_line", "matters", "active")
        }
    },
    submit=gettext_lazy("保存联络单位"),
)
def edit(desk: LiaisonDesk, form: EditContactForm, by: By) -> Text:
    """修改联络点, or stop keeping it."""
    change_desk(
        desk=desk,
        contact=form.contact(),
        active=form.cleaned_data["active"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已保存。")


@Act(
    DESK,
    TO,
    title=gettext_lazy("记一次联络"),
    lead=lambda desk: (
        _("%(unit)s %(office)s") % {"unit": desk.unit.name, "office": desk.office}
    ),
    safe=gettext_lazy("记录存下后不再改；下一次联络的期限从这一次算起。"),
    form=TalkForm,
    options=lambda desk, _request: {
        "units": [(unit.pk, unit.name) for unit in units_of(desk.bureau_id)],
        "initial": {"at": local_minute(clock.now())},
    },
    submit=gettext_lazy("记下这次联络"),
)
def talk(desk: LiaisonDesk, form: TalkForm, by: By) -> Text:
    """记一次联络: the clock of this talk is met, the next one starts."""
    data = form.cleaned_data
    follow = []
    if data["words"]:
        owner = unit_for(by.officer, data["owner"], to=TO)
        follow = [FollowUpInput(data["words"], owner, data["due"])]
    entry = TalkInput(data["at"], Manner(data["manner"]), data["summary"], data["news"], follow)
    record_talk(desk=desk, talk=entry, revision=by.revision, **by.stamp)
    return _("已记下这次联络，下一次的期限已开始。")


@Act(
    Target(row=follow_up_for, back=lambda item: _url(item.talk.desk.number)),
    TO,
    title=gettext_lazy("登记完成"),
    lead=lambda item: item.words,
    form=DoneForm,
    submit=gettext_lazy("登记该事项完成"),
)
def finish(item: FollowUp, form: DoneForm, by: By) -> Text:
    """后续事项办成."""
    finish_follow_up(item=item, note=form.cleaned_data["note"], **by.stamp)
    return _("已登记完成。")


def _url(number: str) -> str:
    return reverse("console:liaison-desk", args=[number])
