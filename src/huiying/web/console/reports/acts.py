"""The acts on a report: draft, edit, compose anew, sign, send, prove, withdraw."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.policy.procedure.reports import ReportKind
from huiying.web.console.reports.forms import (
    HandoverForm,
    ReceiptForm,
    ReportForm,
    StartForm,
    ToldForm,
)
from huiying.web.console.shared.acts import Outcome, Text, about
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.incident_parts import incident_url
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.content import lines_of, recipients_of
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.access import delivery_for, withdrawal_request_for
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.deliveries.actions.receive_report import (
    record_handover,
    record_receipt,
)
from huiying.work.reports.deliveries.actions.send_report import send_again, send_report
from huiying.work.reports.deliveries.actions.withdraw_report import (
    WITHDRAWAL_KIND,
    ask_withdrawal,
    record_withdrawal_notice,
)
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.draft_report import draft_incident_report
from huiying.work.reports.drafting.actions.edit_report import edit_report
from huiying.work.reports.drafting.actions.sign_report import REPORT_KIND, submit_report
from huiying.work.reports.routing.queries import rules_in_use

TO = Capability.REPORT


def _url(report: Report) -> str:
    return reverse("console:report", args=[report.number])


def _about(report: Report) -> str:
    return f"{report.number} {newest_version(report).title}"


INCIDENT = Target(
    row=incident_for, back=lambda incident: incident_url(incident.number), about=about
)
REPORT = Target(row=report_for, back=_url, about=_about)
WITHDRAWAL = Target(row=withdrawal_request_for, back=lambda row: _url(row.report))
DELIVERY = Target(
    row=delivery_for,
    back=lambda row: _url(row.report),
    about=lambda row: f"{row.report.number} {row.name}",
)


@Act(
    INCIDENT,
    TO,
    title=gettext_lazy("拟写报告"),
    lead=gettext_lazy("按记录汇总成稿，逐句注明出处；没有记录的写“无数据”。"),
    safe=gettext_lazy("拟稿不报送；修改后送签，签发后报送。"),
    form=StartForm,
    submit=gettext_lazy("拟稿"),
)
def start(incident: Incident, form: StartForm, by: By) -> Outcome:
    """拟写 a report about an incident."""
    kind = form.cleaned_data["kind"]
    row = draft_incident_report(incident=incident, kind=kind, **by.stamp)
    return _("已拟稿（%(number)s）。") % {"number": row.number}, _url(row)


def _edit_options(report: Report, _request: object) -> dict[str, object]:
    version = newest_version(report)
    named = recipients_of(version)
    offered = {one.rule: one.name for one in named}
    taken = {one.superior for one in named}
    for rule in rules_in_use(report.bureau_id):
        if rule.superior_id not in taken:
            offered[rule.pk] = f"{_(rule.get_matter_display())} → {rule.superior.name}"
    return {
        "lines": lines_of(version),
        "offered": list(offered.items()),
        "initial": {
            "title": version.title,
            "recipients": [one.rule for one in named],
            "omission_reason": version.omission_reason,
        },
    }


@Act(
    REPORT,
    TO,
    title=gettext_lazy("修改报告"),
    lead=gettext_lazy("改动的一栏注明“人工修改”，出处保留；各版留存。"),
    safe=gettext_lazy("送签、签发后修改的，须重新送签。不写信访人、发帖人和检举控告内容。"),
    form=ReportForm,
    options=_edit_options,
    submit=gettext_lazy("保存为新一版"),
)
def edit(report: Report, form: ReportForm, by: By) -> Text:
    """修改 by line."""
    edit_report(
        report=report,
        title=form.cleaned_data["title"],
        texts=form.texts(),
        recipients=form.cleaned_data["recipients"],
        omission_reason=form.cleaned_data["omission_reason"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已保存新一版。")


@ButtonAct(REPORT, TO)
def submit(report: Report, by: By, _posted: QueryDict) -> Text:
    """送签."""
    submit_report(report=report, revision=by.revision, **by.stamp)
    return _("已送签。")


approve = approve_act(
    REPORT_KIND, REPORT, Capability.APPROVE, done=gettext_lazy("已签发，可以报送。")
)
"""签发 exactly the text and the recipients that were on the screen."""

send_back = return_act(
    REPORT_KIND,
    REPORT,
    Capability.APPROVE,
    title=gettext_lazy("退回报告"),
    lead=_about,
    done=gettext_lazy("已退回。"),
)
"""退回, with a reason."""


@ButtonAct(REPORT, TO)
def send(report: Report, by: By, _posted: QueryDict) -> Text:
    """报送 to exactly those who were signed for."""
    rows = send_report(report=report, revision=by.revision, **by.stamp)
    if any(row.sent_at is None for row in rows):
        return _("链接和推送已发出；书面、电话报送的，送交后请登记。")
    return _("已报送 %(count)s 个机关。") % {"count": len(rows)}


@ButtonAct(DELIVERY, TO)
def again(row: ReportDelivery, by: By, _posted: QueryDict) -> Text:
    """再次发送 a link."""
    send_again(delivery=row, **by.stamp)
    return _("已再次发送。")


LATE = gettext_lazy(
    "登记晚于规则规定时长（一般 30 分钟）的，须由另一人核签；核签前时限按登记时间计算。"
)


@Act(
    DELIVERY,
    TO,
    title=gettext_lazy("登记送交"),
    lead=gettext_lazy("书面送交或电话报告后登记；电话报告即视为回执。"),
    safe=LATE,
    form=HandoverForm,
    submit=gettext_lazy("登记已送交"),
)
def handover(row: ReportDelivery, form: HandoverForm, by: By) -> Text:
    """登记送交."""
    at = form.cleaned_data["at"] or by.now
    record_handover(delivery=row, who=form.cleaned_data["who"], at=at, **by.stamp)
    return _("已登记送交。")


@Act(
    DELIVERY,
    TO,
    title=gettext_lazy("登记回执"),
    lead=gettext_lazy("对方以电话或书面确认收到的，登记确认的科室和时间。"),
    safe=LATE,
    form=ReceiptForm,
    submit=gettext_lazy("登记回执"),
)
def receipt(row: ReportDelivery, form: ReceiptForm, by: By) -> Text:
    """登记回执."""
    values = dict(form.cleaned_data)
    at = values.pop("at") or by.now
    record_receipt(delivery=row, at=at, **values, **by.stamp)
    return _("已登记回执。")


@Act(
    DELIVERY,
    TO,
    title=gettext_lazy("登记已告知撤回"),
    lead=gettext_lazy("无消息渠道的机关，须电话或书面告知报告已撤回。"),
    form=ToldForm,
    submit=gettext_lazy("登记已告知"),
)
def told(row: ReportDelivery, form: ToldForm, by: By) -> Text:
    """登记已告知撤回."""
    record_withdrawal_notice(delivery=row, who=form.cleaned_data["who"], **by.stamp)
    return _("已登记。")


@Act(
    REPORT,
    TO,
    title=gettext_lazy("作废报告"),
    lead=gettext_lazy("该稿不再报送，各版和理由留存可查。"),
    form=ReasonForm,
    submit=gettext_lazy("作废这份报告"),
    danger=True,
)
def drop(report: Report, form: ReasonForm, by: By) -> Text:
    """作废 a report that has not gone out."""
    reason = form.cleaned_data["reason"]
    drop_report(report=report, reason=reason, revision=by.revision, **by.stamp)
    return _("已作废。")


@Act(
    REPORT,
    Capability.APPROVE,
    title=gettext_lazy("申请撤回报告"),
    lead=gettext_lazy("由另一位领导或领导小组办公室人员核签后撤回。"),
    safe=gettext_lazy("核签前报告照常有效，链接可用，时限连续计算。"),
    form=ReasonForm,
    submit=gettext_lazy("申请撤回这份报告"),
)
def withdraw(report: Report, form: ReasonForm, by: By) -> Text:
    """申请撤回 a report that went out: a leader's act, which another person signs."""
    reason = form.cleaned_data["reason"]
    ask_withdrawal(report=report, reason=reason, revision=by.revision, **by.stamp)
    return _("已申请撤回，待另一人核签。")


sign_withdrawal = approve_act(
    WITHDRAWAL_KIND,
    WITHDRAWAL,
    Capability.APPROVE,
    done=gettext_lazy("已撤回，并通知收到的机关。"),
)
"""核签撤回: from here on the report counts for nothing."""

refuse_withdrawal = return_act(
    WITHDRAWAL_KIND,
    WITHDRAWAL,
    Capability.APPROVE,
    title=gettext_lazy("不同意撤回"),
    lead=lambda row: _about(row.report),
    done=gettext_lazy("已退回撤回申请，报告照常有效。"),
)
"""不同意撤回, with a reason."""


@ButtonAct(REPORT, TO)
def replace(report: Report, by: By, _posted: QueryDict) -> Outcome:
    """另拟 in place of a withdrawn report about an incident."""
    row = draft_incident_report(
        incident=_incident_of(report),
        kind=ReportKind(report.kind),
        replaces=report,
        **by.stamp,
    )
    return _("已另拟（%(number)s）。") % {"number": row.number}, _url(row)


def _incident_of(report: Report) -> Incident:
    if report.incident is None:
        raise Refused(_("定期报告请在列表另拟。"))
    return report.incident.current
