"""Acts on the risk register: register, review, change, appoint, put off, take off, sign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.policy.prevention.levels import RiskLevel
from huiying.web.console.risks.forms import (
    ChangeForm,
    DateForm,
    DayReasonForm,
    EditDateForm,
    OwnerForm,
    RegisterForm,
    ReviewForm,
)
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.prevention.risks.access import risk_change_for, risk_date_for, risk_for
from huiying.work.prevention.risks.actions.change import (
    appoint_owner,
    ask_settlement,
    change_risk,
    list_again,
    put_off_review,
    review_risk,
)
from huiying.work.prevention.risks.actions.keep_dates import (
    add_date,
    add_usual_dates,
    change_date,
)
from huiying.work.prevention.risks.actions.register import register_risk
from huiying.work.prevention.risks.actions.sign import RISK_KIND
from huiying.work.prevention.risks.input import latest_review
from huiying.work.prevention.risks.models import Risk, RiskDate
from huiying.work.prevention.risks.queries import owners_of

COMB, KEEP = Capability.COMB_RISKS, Capability.SUPERVISE
WAITS = _("已报另一人签署；签署前按原等级、原日期执行。")


def _url(row: Risk) -> str:
    return reverse("console:risk", args=[row.number])


BUREAU = Target(row=own_bureau, back="console:risk-register")
DATES = Target(row=own_bureau, back="console:risk-proposals")
RISK = Target(
    row=risk_for,
    back=_url,
    topic=lambda row: f"risk:{row.number}",
    about=lambda row: f"{row.number} {row.title}",
)
CHANGE = Target(
    row=risk_change_for,
    back=lambda row: _url(row.risk),
    about=lambda row: f"{row.risk.number} {row.risk.title}",
    version=lambda row: row.risk.revision,
)
DATE = Target(row=risk_date_for, back="console:risk-proposals", about=lambda row: row.title)


def _choices(request: OfficerRequest, now: datetime) -> dict[str, Any]:
    officer = request.user
    topics = list(book_of(officer.bureau_id, now).topics)
    return {"topics": topics, "owners": list(owners_of(officer))}


def _register_options(_bureau: Bureau, request: OfficerRequest) -> dict[str, object]:
    now, asked = clock.now(), request.GET
    initial: dict[str, object] = {
        name: asked[name]
        for name in ("title", "topic", "origin", "origin_ref")
        if name in asked
    }
    initial["next_review"] = latest_review(RiskLevel.HIGH, now)
    initial["owner"] = request.user.pk
    return {**_choices(request, now), "initial": initial}


@Act(
    BUREAU,
    COMB,
    title=_("登记风险点"),
    lead=_("写事项，不写人。等级由可能性和影响程度得出，系统不代为判断。"),
    form=RegisterForm,
    options=_register_options,
    submit=_("登记风险点"),
)
def add(_bureau: Bureau, form: RegisterForm, by: By) -> Outcome:
    """登记 a risk."""
    row = register_risk(
        wanted=form.wanted(),
        origin=form.cleaned_data["origin"],
        origin_ref=form.cleaned_data["origin_ref"],
        **by.stamp,
    )
    return _("已登记 %(number)s。") % {"number": row.number}, _url(row)


def _change_options(row: Risk, request: OfficerRequest) -> dict[str, object]:
    names = (
        "title", "description", "topic", "probability", "impact", "signs", "measures",
        "residual_probability", "residual_impact", "next_review",
    )  # fmt: skip
    initial = {name: getattr(row, name) for name in names} | {"owner": row.owner_id}
    return {**_choices(request, clock.now()), "initial": initial}


@Act(
    RISK,
    COMB,
    title=_("修改风险点"),
    lead=_("调高等级、补充措施即时生效；调低等级、推后复核须另一人签署，签署前按原样执行。"),
    form=ChangeForm,
    options=_change_options,
    submit=_("保存修改"),
)
def change(row: Risk, form: ChangeForm, by: By) -> Text:
    """修改 a risk."""
    waits = change_risk(
        risk=row,
        wanted=form.wanted(),
        reason=form.cleaned_data["reason"],
        revision=by.known_revision,
        **by.stamp,
    )
    return WAITS if waits is not None else _("已修改。")


def _next_day(row: Risk, _request: OfficerRequest) -> dict[str, object]:
    day = latest_review(RiskLevel(row.level), clock.now())
    return {"initial": {"next_review": day}}


@Act(
    RISK,
    COMB,
    title=_("复核，无变化"),
    lead=_("已看过现状，等级和措施不变。"),
    form=ReviewForm,
    options=_next_day,
    submit=_("提交复核"),
)
def review(row: Risk, form: ReviewForm, by: By) -> Text:
    """复核，无变化."""
    review_risk(risk=row, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return _("已复核。")


@Act(
    RISK,
    COMB,
    title=_("推迟复核"),
    lead=_("未复核而推迟的，须另一人签署；签署前按原日期提醒。"),
    form=DayReasonForm,
    options=_next_day,
    submit=_("申请推迟复核"),
)
def put_off(row: Risk, form: DayReasonForm, by: By) -> Text:
    """推迟复核, by two."""
    put_off_review(risk=row, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return WAITS


@Act(
    RISK,
    COMB,
    title=_("更换责任人"),
    lead=_("责任人调离、离岗或科室调整的，即时更换；换到其他单位由领导小组办公室办理。"),
    form=OwnerForm,
    options=lambda _row, request: {"owners": list(owners_of(request.user))},
    submit=_("更换责任人"),
)
def appoint(row: Risk, form: OwnerForm, by: By) -> Text:
    """更换责任人."""
    owner = form.owners[form.cleaned_data["owner"]]
    appoint_owner(
        risk=row,
        owner=owner,
        reason=form.cleaned_data["reason"],
        revision=by.known_revision,
        **by.stamp,
    )
    return _("责任人已更换为%(name)s。") % {"name": owner.name}


@Act(
    RISK,
    COMB,
    title=_("申请销号"),
    lead=_("风险已化解，由领导或领导小组办公室另一人签署；签署前仍在册。"),
    form=ReasonForm,
    submit=_("申请销号"),
)
def settle(row: Risk, form: ReasonForm, by: By) -> Text:
    """申请销号, by two."""
    ask_settlement(risk=row, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return WAITS


@Act(
    RISK,
    COMB,
    title=_("重新列入"),
    lead=_("情况反复的，重新列入台账，即时生效。"),
    form=DayReasonForm,
    options=_next_day,
    submit=_("重新列入"),
)
def again(row: Risk, form: DayReasonForm, by: By) -> Text:
    """重新列入."""
    list_again(risk=row, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return _("已重新列入。")


sign = approve_act(RISK_KIND, CHANGE, Capability.APPROVE, done=_("已签署，变更生效。"))
"""签署 exactly the change that was on the screen."""

refuse = return_act(
    RISK_KIND,
    CHANGE,
    Capability.APPROVE,
    title=_("退回变更"),
    lead=_("风险点保持原等级、原日期。"),
    done=_("已退回，风险点保持原样。"),
)
"""退回, with a reason."""


@Act(
    DATES,
    KEEP,
    title=_("添加时间节点"),
    lead=_("每年到期前列入“可能的风险点”，由人决定是否登记。"),
    form=DateForm,
    options=lambda _row, request: {
        "topics": list(book_of(request.user.bureau_id, clock.now()).topics)
    },
    submit=_("添加时间节点"),
)
def date_add(bureau: Bureau, form: DateForm, by: By) -> Text:
    """添加 a date."""
    add_date(bureau=bureau, values=form.values(), **by.stamp)
    return _("已添加。")


def _date_options(row: RiskDate, request: OfficerRequest) -> dict[str, object]:
    names = ("title", "topic", "month", "day", "days_ahead", "basis", "active")
    return {
        "topics": list(book_of(request.user.bureau_id, clock.now()).topics),
        "initial": {name: getattr(row, name) for name in names},
    }


@Act(
    DATE,
    KEEP,
    title=_("修改时间节点"),
    form=EditDateForm,
    options=_date_options,
    submit=_("保存修改"),
)
def date_change(row: RiskDate, form: EditDateForm, by: By) -> Text:
    """修改 a date."""
    active = form.cleaned_data["active"]
    revision = by.known_revision
    change_date(row=row, values=form.values(), active=active, revision=revision, **by.stamp)
    return _("已修改。")


@ButtonAct(DATES, KEEP)
def dates_usual(bureau: Bureau, by: By, _posted: object) -> Text:
    """Add the usual dates."""
    rows = add_usual_dates(bureau=bureau, **by.stamp)
    return _("已加入 %(count)s 个时间节点，请逐项核定。") % {"count": len(rows)}
