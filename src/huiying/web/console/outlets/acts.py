"""Acts on a release plan: add, change, carried, unconfirmed, absent, cancel.

In:   requests of officers with OUTREACH.    Out:  the act, or why it was not done.
Cost: as the acts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.outlets.forms import CarriedForm, ExplanationForm, LineForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.outlets.access import account_for, plan_line_for
from huiying.work.responses.outlets.actions.plan import (
    PlanInput,
    change_line,
    drop_line,
    plan_outlet,
)
from huiying.work.responses.outlets.actions.record_carried import (
    record_absent,
    record_carried,
    record_doubt,
)
from huiying.work.responses.outlets.models import Agreement, OfficialAccount, PlanLine
from huiying.work.responses.outlets.queries import all_accounts

TO = Capability.OUTREACH


@form_page
def add(request: OfficerRequest, number: str) -> HttpResponse:
    """加渠道."""
    answer = answer_for(request.user, number, to=TO)
    asked = ActText(
        title=_("加渠道"),
        lead=_("计划只列本局和媒体的公开渠道。加进计划不会发布任何内容。"),
        submit=_("加进计划"),
        back=_plan(number),
    )
    form = LineForm(
        request.POST or None,
        units=_units(request),
        places=_places(request),
        initial={"owner": request.user.unit_id, "planned_at": _local(clock.now())},
    )

    def deed() -> Outcome:
        plan_outlet(
            answer=answer,
            planned=_planned(request, form.cleaned_data),
            officer=request.user,
            now=clock.now(),
        )
        return _("已加进计划。"), _plan(number)

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@form_page
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """修改 a channel that has not gone out."""
    line = plan_line_for(request.user, pk, to=TO)
    asked = ActText(title=_("修改渠道"), submit=_("保存渠道"), back=_back(line))
    form = LineForm(
        request.POST or None,
        units=_units(request),
        places=_places(request, also=line.account),
        initial={
            "account": line.account_id,
            "owner": line.owner_id,
            "planned_at": _local(line.planned_at),
        },
    )

    def deed() -> Outcome:
        change_line(
            line=line,
            planned=_planned(request, form.cleaned_data),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已保存。"), _back(line)

    return carry_out(request, form, asked, line.revision, deed, refusals=Refused)


@form_page
def carried(request: OfficerRequest, pk: int) -> HttpResponse:
    """登记已发, or corrected: the words of the channel are compared with the release."""
    line = plan_line_for(request.user, pk, to=TO)
    asked = ActText(
        title=_("登记已发"),
        lead=_("%(outlet)s“%(account)s”")
        % {"outlet": line.account.platform, "account": line.account.name},
        safe=_("登记的是公开的最新一版；登记后不再改，再发一次就再登记一次。"),
        submit=_("登记这个渠道已发"),
        back=_back(line),
    )
    form = CarriedForm(
        request.POST or None, request.FILES or None, initial={"at": _local(clock.now())}
    )

    def deed() -> Outcome:
        row = record_carried(
            line=line,
            seen=form.seen(line.bureau_id),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        told = {
            Agreement.SAME: _("已登记，与发布的版本一致。"),
            Agreement.EXCERPT: _("已登记，是节选，句句与发布的版本相同。"),
            Agreement.DIFFERS: _("已登记，但与发布的版本不一致。请看逐句比对，让该渠道更正。"),
            Agreement.NOT_SEEN: _("已登记，没有核对文字。"),
        }
        return told[Agreement(row.agreement)], reverse("console:plan-line", args=[pk])

    return carry_out(request, form, asked, line.revision, deed, refusals=Refused)


@form_page
def doubt(request: OfficerRequest, pk: int) -> HttpResponse:
    """结果不明: look before anything is sent again."""
    asked = ActText(
        title=_("结果不明"),
        lead=_("提交后超时、只发出一半、被退回又好像发了：先记下，不要重发。"),
        submit=_("记为结果不明，先看再发"),
    )
    return _why(request, pk, asked, record_doubt, "why", _("已记下。看过再发，不要重发。"))


@form_page
def absent(request: OfficerRequest, pk: int) -> HttpResponse:
    """看过，没有发出."""
    asked = ActText(
        title=_("看过，没有发出"),
        lead=_("在账号后台和公开页面都看过、确实没有，才可以再发。"),
        submit=_("确认没有发出"),
    )
    return _why(request, pk, asked, record_absent, "how", _("已记下，可以再发。"))


@form_page
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """不发了, with a reason."""
    asked = ActText(
        title=_("这个渠道不发了"),
        lead=_("计划里保留这一行和理由。"),
        submit=_("不发了"),
        danger=True,
    )
    return _why(request, pk, asked, drop_line, "reason", _("已记为不发。"))


def _why(
    request: OfficerRequest,
    pk: int,
    asked: ActText,
    deed_of: Callable[..., None],
    name: str,
    told: str,
) -> HttpResponse:
    """Carry out an act that says why in one box."""
    line = plan_line_for(request.user, pk, to=TO)
    form = ExplanationForm(request.POST or None)
    asked = ActText(
        asked.title, asked.submit, asked.lead, back=_back(line), danger=asked.danger
    )

    def deed() -> Outcome:
        deed_of(
            line=line,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
            **{name: form.cleaned_data["why"]},
        )
        return told, _back(line)

    return carry_out(request, form, asked, line.revision, deed, refusals=Refused)


def _planned(request: OfficerRequest, data: dict[str, Any]) -> PlanInput:
    owner = unit_for(request.user, data["owner"], to=TO)
    account = account_for(request.user, data["account"], to=TO)
    return PlanInput(account, owner, data["planned_at"])


def _units(request: OfficerRequest) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in units_of(request.user.bureau_id)]


def _places(
    request: OfficerRequest, also: OfficialAccount | None = None
) -> list[tuple[int, str]]:
    """Return the places in use, and the one that a line has already."""
    rows = all_accounts(request.user.bureau_id)
    kept = also.pk if also else None
    return [(row.pk, str(row)) for row in rows if row.retired_at is None or row.pk == kept]


def _local(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")


def _plan(number: str) -> str:
    return reverse("console:plan", args=[number])


def _back(line: PlanLine) -> str:
    return _plan(line.answer.number)
