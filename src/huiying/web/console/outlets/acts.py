"""Acts on a release plan: add, change, carried, unconfirmed, absent, cancel."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.outlets.forms import CarriedForm, ExplanationForm, LineForm
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.core.models import Answer
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


def _plan(number: str) -> str:
    return reverse("console:plan", args=[number])


def _back(line: PlanLine) -> str:
    return _plan(line.answer.number)


ANSWER = Target(row=answer_for, back=lambda answer: _plan(answer.number))

LINE = Target(row=plan_line_for, back=_back)


def _choices(bureau_id: int, also: OfficialAccount | None = None) -> dict[str, object]:
    """Return units, and the places in use with the one that a line has already."""
    current = also.pk if also else None
    places = [
        (row.pk, str(row))
        for row in all_accounts(bureau_id)
        if row.retired_at is None or row.pk == current
    ]
    return {"units": [(unit.pk, unit.name) for unit in units_of(bureau_id)], "places": places}


def _plan_input(form: LineForm, by: By) -> PlanInput:
    owner = unit_for(by.officer, form.cleaned_data["owner"], to=TO)
    account = account_for(by.officer, form.cleaned_data["account"], to=TO)
    return PlanInput(account, owner, form.cleaned_data["planned_at"])


@Act(
    ANSWER,
    TO,
    title=_("加渠道"),
    lead=_("计划只列本局和媒体的公开渠道。列入计划不会发布任何内容。"),
    form=LineForm,
    options=lambda answer, request: {
        **_choices(answer.bureau_id),
        "initial": {"owner": request.user.unit_id, "planned_at": _local(clock.now())},
    },
    submit=_("加进计划"),
)
def add(answer: Answer, form: LineForm, by: By) -> Text:
    """加渠道."""
    plan_outlet(answer=answer, planned=_plan_input(form, by), **by.stamp)
    return _("已加进计划。")


@Act(
    LINE,
    TO,
    title=_("修改渠道"),
    form=LineForm,
    options=lambda line, _request: {
        **_choices(line.bureau_id, also=line.account),
        "initial": {
            "account": line.account_id,
            "owner": line.owner_id,
            "planned_at": _local(line.planned_at),
        },
    },
    submit=_("保存渠道"),
)
def edit(line: PlanLine, form: LineForm, by: By) -> Text:
    """修改 a channel that has not gone out."""
    change_line(line=line, planned=_plan_input(form, by), revision=by.revision, **by.stamp)
    return _("已保存。")


@Act(
    LINE,
    TO,
    title=_("登记已发"),
    lead=lambda line: (
        _("%(outlet)s“%(account)s”")
        % {"outlet": line.account.platform, "account": line.account.name}
    ),
    safe=_("登记的是公开的最新一版；登记后不再改，再发一次就再登记一次。"),
    form=CarriedForm,
    options=lambda _line, _request: {"initial": {"at": _local(clock.now())}},
    submit=_("登记这个渠道已发"),
)
def carried(line: PlanLine, form: CarriedForm, by: By) -> Outcome:
    """登记已发, or corrected: the words of the channel are compared with the release."""
    row = record_carried(
        line=line, carried=form.carried_input(line.bureau_id), revision=by.revision, **by.stamp
    )
    messages_by_state = {
        Agreement.SAME: _("已登记，与发布的版本一致。"),
        Agreement.EXCERPT: _("已登记，是节选，句句与发布的版本相同。"),
        Agreement.DIFFERS: _("已登记，但与发布版本不一致。请查看逐句比对，并要求该渠道更正。"),
        Agreement.NOT_SEEN: _("已登记，文字未核对。"),
    }
    return messages_by_state[Agreement(row.agreement)], reverse(
        "console:plan-line", args=[line.pk]
    )


@Act(
    LINE,
    TO,
    title=_("结果待核"),
    lead=_("提交后超时、部分发出、退回后疑似已发的：先登记，不得重发。"),
    form=ExplanationForm,
    submit=_("登记结果待核"),
)
def doubt(line: PlanLine, form: ExplanationForm, by: By) -> Text:
    """结果不明: look before anything is sent again."""
    record_doubt(line=line, why=form.cleaned_data["why"], revision=by.revision, **by.stamp)
    return _("已登记。请核实后再发，不得重发。")


@Act(
    LINE,
    TO,
    title=_("核实未发出"),
    lead=_("经账号后台和公开页面核实确未发布的，方可重新发布。"),
    form=ExplanationForm,
    submit=_("确认未发出"),
)
def absent(line: PlanLine, form: ExplanationForm, by: By) -> Text:
    """看过，没有发出."""
    record_absent(line=line, how=form.cleaned_data["why"], revision=by.revision, **by.stamp)
    return _("已记下，可以再发。")


@Act(
    LINE,
    TO,
    title=_("不再通过该渠道发布"),
    lead=_("计划里保留这一行和理由。"),
    form=ExplanationForm,
    submit=_("不再发布"),
    danger=True,
)
def drop(line: PlanLine, form: ExplanationForm, by: By) -> Text:
    """不发了, with a reason."""
    drop_line(line=line, reason=form.cleaned_data["why"], revision=by.revision, **by.stamp)
    return _("已登记不发布。")


def _local(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
