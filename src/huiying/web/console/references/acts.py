"""Acts of offline work: references, contacts, revealing a sender, commitments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.procedure.offline import ReferenceKind
from huiying.web.console.references.forms import (
    BindForm,
    ContactForm,
    FulfilmentForm,
    PromiseForm,
)
from huiying.web.console.shared.acts import (
    ActText,
    Text,
    about,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.promises.access import promise_for
from huiying.work.casework.promises.actions.promise import keep_promise, make_promise
from huiying.work.casework.references.access import reference_for, reference_to_reveal
from huiying.work.casework.references.actions.bind_reference import (
    bind_reference,
    reveal_identity,
    unbind_reference,
)
from huiying.work.casework.references.actions.petition_period import start_registration_period
from huiying.work.casework.references.actions.record_contact import record_contact
from huiying.work.casework.references.models import Reference
from huiying.work.casework.tasks.models import Commitment
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for


def _url(incident: Incident) -> str:
    return part_url(incident.number, "offline")


INCIDENT = Target(row=incident_for, back=_url, about=about)

REFERENCE = Target(row=reference_for, back=lambda row: _url(row.incident.current))

PROMISE = Target(row=promise_for, back=lambda row: _url(row.incident.current))


@Act(
    INCIDENT,
    Capability.CONTACT,
    title=_("关联来件"),
    lead=_("一个事件可关联多件信访件、来访、12345 工单和网帖。"),
    safe=_("审计记录只记本局编号，不记对方编号和来件人。"),
    form=BindForm,
    submit=_("关联到本事件"),
)
def bind(incident: Incident, form: BindForm, by: By) -> Text:
    """绑定来件: one incident answers many."""
    row = bind_with_period(
        received=form.cleaned_data["received"],
        incident=incident,
        origin=ReferenceKind(form.cleaned_data["origin"]),
        outside_number=form.cleaned_data["outside_number"],
        label=form.cleaned_data["label"],
        identity=form.cleaned_data["identity"],
        **by.stamp,
    )
    return _("已关联（%(number)s）。") % {"number": row.number}


@transaction.atomic
def bind_with_period(
    *, received: date | None, officer: Officer, now: datetime, **facts: Any
) -> Reference:
    """Bind a reference and begin its legal period, both or neither."""
    row = bind_reference(officer=officer, now=now, **facts)
    if received is not None:
        start_registration_period(reference=row, received=received, officer=officer, now=now)
    return row


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=lambda row: _("登记与来件 %(number)s 当事人的联系") % {"number": row.number},
    lead=lambda row: row.label,
    safe=_("每次联系分别登记，不修改原记录。"),
    form=ContactForm,
    options=lambda _row, _request: {"initial": {"at": localtime(clock.now())}},
    submit=_("存这次联系"),
)
def contact(row: Reference, form: ContactForm, by: By) -> Text:
    """登记联系: one attempt, or a reception."""
    record_contact(
        reference=row,
        attempt=form.attempt(row.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    return _("已登记。")


@Act(
    REFERENCE,
    Capability.CONTACT,
    title=_("取消关联"),
    lead=_("已登记的来件人信息随即销毁，不可恢复；联系记录保留。"),
    form=ReasonForm,
    submit=_("取消关联"),
    danger=True,
)
def unbind(row: Reference, form: ReasonForm, by: By) -> Text:
    """取消绑定: it was bound in error; who it came from can no longer be read."""
    unbind_reference(reference=row, **form.cleaned_data, **by.stamp)
    return _("已取消关联。")


@never_cache
@form_page
def reveal(request: OfficerRequest, number: str) -> HttpResponse:
    """看来件人: once, on the answer to the form; nothing keeps it but the officer's memory."""
    row = reference_to_reveal(request.user, number)
    act_text = ActText(
        title=_("查看来件人信息"),
        lead=_("查看人、时间和理由均记入审计记录。"),
        safe=_("只显示这一次；刷新页面须重新写理由。"),
        submit=_("写明理由并查看"),
        back=_url(row.incident.current),
    )
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, act_text, row.revision)
    try:
        text = reveal_identity(
            reference=row,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return show_refusal(request, form, act_text, row.revision, error)
    context = {"number": number, "label": row.label, "text": text, "back_url": act_text.back}
    return render(request, "console/references/revealed.html", context)


@Act(
    INCIDENT,
    Capability.CONTACT,
    title=_("登记公开承诺"),
    lead=_("公开承诺须按期兑现；逾期兑现的，永久标注逾期。"),
    safe=_("承诺登记后不可撤回，须予兑现。"),
    form=PromiseForm,
    options=lambda incident, _request: {
        "units": [(unit.pk, unit.name) for unit in units_of(incident.bureau_id)],
        "initial": {"unit": incident.lead_unit_id},
    },
    submit=_("登记这项承诺"),
)
def promise(incident: Incident, form: PromiseForm, by: By) -> Text:
    """登记承诺: what was said in public."""
    data = form.cleaned_data
    row = make_promise(
        incident=incident,
        text=data["text"],
        place=data["place"],
        unit=unit_for(by.officer, data["unit"], to=Capability.CONTACT),
        due=data["due"],
        **by.stamp,
    )
    return _("已登记（%(number)s），时限开始。") % {"number": row.number}


@Act(
    PROMISE,
    Capability.CONTACT,
    title=_("登记承诺兑现"),
    lead=lambda row: row.text,
    safe=_("须附材料。登记后不可修改。"),
    form=FulfilmentForm,
    submit=_("登记兑现"),
)
def keep(row: Commitment, form: FulfilmentForm, by: By) -> Text:
    """登记兑现, with material."""
    in_time = keep_promise(
        commitment=row,
        how=form.cleaned_data["how"],
        pieces=form.pieces(row.bureau_id),
        **by.stamp,
    )
    return _("已登记兑现。") if in_time else _("已登记兑现；逾期，永远写明。")
