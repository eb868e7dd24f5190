"""Acts on 督办 between installations: draft, sign, return, close, withdraw; answer upward."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.downward.forms import AnswerForm, ArrivalForm, IssueForm, ReturnForm
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.superior_supervision.access import (
    answered_superior_supervision_for,
    superior_supervision_for,
)
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.reports.downward.access import (
    issued_supervision_for,
    judged_issued_for,
    supervised_report_for,
)
from huiying.work.reports.downward.actions.answer import (
    ANSWER_KIND,
    draft_answer,
    send_answer_again,
)
from huiying.work.reports.downward.actions.confirm_arrival import record_answer_arrival
from huiying.work.reports.downward.actions.issue import draft_issue, draft_step
from huiying.work.reports.downward.actions.sign_step import ISSUED_KIND, send_step_again
from huiying.work.reports.downward.models import IssuedSupervision, StepAct
from huiying.work.reports.downward.queries import finished_item
from huiying.work.reports.exchange.models import ReceivedReport

KEEP, SIGN = Capability.SUPERVISE, Capability.INSTRUCT
TWO: Text = _("须由拟稿人以外的领导签发；签发前不下发。")


def _issued_url(row: IssuedSupervision) -> str:
    return reverse("console:issued-supervision", args=[row.number])


def _superior_url(row: SuperiorSupervision) -> str:
    return reverse("console:superior-supervision", args=[row.number])


def _title(row: IssuedSupervision | SuperiorSupervision) -> str:
    return f"{row.number} {row.demand}"


REPORT: Target[ReceivedReport] = Target(
    row=supervised_report_for,
    back=lambda row: reverse("console:received-report", args=[row.number]),
    about=lambda row: f"{row.subordinate.name} {row.title}",
)
ISSUED = Target(row=judged_issued_for, back=_issued_url, about=_title)
SIGNED = Target(row=issued_supervision_for, back=_issued_url, about=_title)
SUPERIOR = Target(row=answered_superior_supervision_for, back=_superior_url, about=_title)
OFFICE = Target(row=superior_supervision_for, back=_superior_url, about=_title)


@Act(
    REPORT,
    KEEP,
    title=_("拟下发督办"),
    lead=_("就这份报告督办下级单位；签发后有渠道的自动推送，没有的下载文件送达。"),
    safe=TWO,
    form=IssueForm,
    submit=_("送领导签发"),
)
def start(report: ReceivedReport, form: IssueForm, by: By) -> Outcome:
    """拟 a 督办 on a report of a subordinate."""
    row = draft_issue(report=report, **form.cleaned_data, **by.stamp)
    return _("已送签（%(number)s）。") % {"number": row.number}, _issued_url(row)


@Act(
    ISSUED,
    KEEP,
    title=_("拟退回补充"),
    lead=_("下级单位可见理由，须在期限内重新反馈。"),
    safe=TWO,
    form=ReturnForm,
    submit=_("送领导签发"),
)
def send_back(row: IssuedSupervision, form: ReturnForm, by: By) -> Text:
    """拟退回: the answer is not enough."""
    draft_step(
        supervision=row,
        act=StepAct.RETURNED,
        words=form.cleaned_data["reason"],
        due=form.cleaned_data["due"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已送签。")


@Act(
    ISSUED,
    KEEP,
    title=_("拟销号"),
    lead=_("认可下级最近一次反馈；写明审核意见，随销号下达。"),
    safe=TWO,
    form=ReasonForm,
    submit=_("送领导签发"),
)
def close(row: IssuedSupervision, form: ReasonForm, by: By) -> Text:
    """拟销号: the answer is enough."""
    return _drafted(row, StepAct.CLOSED, form, by)


@Act(
    ISSUED,
    KEEP,
    title=_("拟撤销督办"),
    lead=_("下级单位不再须反馈；理由随撤销下达。"),
    safe=TWO,
    form=ReasonForm,
    submit=_("送领导签发"),
    danger=True,
)
def withdraw(row: IssuedSupervision, form: ReasonForm, by: By) -> Text:
    """拟撤销: nothing is asked any more."""
    return _drafted(row, StepAct.WITHDRAWN, form, by)


def _drafted(row: IssuedSupervision, act: StepAct, form: ReasonForm, by: By) -> Text:
    draft_step(
        supervision=row,
        act=act,
        words=form.cleaned_data["reason"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已送签。")


def _sent(count: int) -> Text:
    if not count:
        return _("已签发。没有通往对方系统的渠道，请下载文件送达。")
    words = ngettext(
        "已签发，推送 %(count)s 个渠道。", "已签发，推送 %(count)s 个渠道。", count
    )
    return words % {"count": count}


def _again(count: int) -> Text:
    words = ngettext("已重发 %(count)s 个渠道。", "已重发 %(count)s 个渠道。", count)
    return words % {"count": count}


sign = approve_act(ISSUED_KIND, SIGNED, SIGN, done=_sent)
"""签发 of exactly the step that was on the screen."""

refuse = return_act(
    ISSUED_KIND,
    SIGNED,
    SIGN,
    title=_("不予签发"),
    lead=_("退回拟稿人，不下发。"),
    done=_("未予签发，已退回。"),
)
"""不予签发, with a reason."""


@ButtonAct(SIGNED, KEEP)
def again(row: IssuedSupervision, by: By, _posted: QueryDict) -> Text:
    """重发 the newest signed step."""
    return _again(send_step_again(supervision=row, **by.stamp))


def _answer_options(row: SuperiorSupervision, _request: OfficerRequest) -> dict[str, object]:
    item = finished_item(row)
    text = item.accepted.text if item is not None and item.accepted is not None else ""
    return {"initial": {"text": text}}


@Act(
    SUPERIOR,
    KEEP,
    title=_("拟反馈上级"),
    lead=_("承办单位的反馈已由两人销号，据此拟写；签发后有渠道的自动推送。"),
    safe=_("须由拟稿人、反馈人以外的领导签发；签发前不报出。"),
    form=AnswerForm,
    options=_answer_options,
    submit=_("送领导签发"),
)
def answer(row: SuperiorSupervision, form: AnswerForm, by: By) -> Text:
    """拟反馈 to the superior."""
    draft_answer(superior=row, text=form.cleaned_data["text"], revision=by.revision, **by.stamp)
    return _("已送签。")


sign_answer = approve_act(ANSWER_KIND, OFFICE, SIGN, done=_sent)
"""签发 of exactly the answer that was on the screen."""

refuse_answer = return_act(
    ANSWER_KIND,
    OFFICE,
    SIGN,
    title=_("不予签发"),
    lead=_("退回拟稿人，不报出。"),
    done=_("未予签发，已退回。"),
)
"""不予签发, with a reason."""


@ButtonAct(OFFICE, KEEP)
def answer_again(row: SuperiorSupervision, by: By, _posted: QueryDict) -> Text:
    """重发 the newest signed answer."""
    return _again(send_answer_again(superior=row, **by.stamp))


@Act(
    OFFICE,
    KEEP,
    title=_("登记反馈送达"),
    lead=_("反馈文件已送交上级，由此停止计时。"),
    form=ArrivalForm,
    submit=_("登记送达"),
)
def arrived(row: SuperiorSupervision, form: ArrivalForm, by: By) -> Text:
    """登记送达 of a file that was handed over."""
    record_answer_arrival(
        superior=row,
        who=form.cleaned_data["who"],
        at=form.cleaned_data["at"] or by.now,
        **by.stamp,
    )
    return _("已登记送达。")
