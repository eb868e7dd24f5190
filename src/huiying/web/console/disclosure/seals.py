"""封存: request the sealing of a release on a legal ground; another person decides."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.release.sealing import SealGround
from huiying.web.console.disclosure.forms import LeakReportForm, SealForm
from huiying.web.console.disclosure.grounds import seal_words
from huiying.web.console.shared.acts import ActText, Outcome, Text, carry_out
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import DecisionForm
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.disclosure.access import seal_for
from huiying.work.responses.disclosure.actions.report_leak import record_leak_report
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal
from huiying.work.responses.disclosure.models import Seal
from huiying.work.responses.releases.access import release_for


@form_page
def ask_for(request: OfficerRequest, number: str, version: int) -> HttpResponse:
    """提请封存: the ground and the reason; nothing changes yet."""
    to = require(request.user, Capability.PUBLISH, Capability.APPROVE)
    release = release_for(request.user, number, version, to=to)
    text = ActText(
        title=_("封存第 %(number)s 号回应第 %(version)s 版")
        % {"number": number, "version": version},
        submit=_("提请封存"),
        lead=_("封存后该版文字无法读取、不可恢复；原处写明日期、依据和校验值。"),
        safe=_("须经另一位领导同意，目前未作更改。仅文字有误的，请更正。"),
        back=reverse("console:responses"),
        danger=True,
    )
    form = SealForm(request.POST or None)

    def perform() -> Outcome:
        ask_seal(
            release=release,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已提请封存，等另一位领导决定。"), reverse("console:responses")

    return carry_out(request, form, text, 0, perform)


@form_page
def report(request: OfficerRequest, signoff_id: int) -> HttpResponse:
    """登记泄密报告: to whom and when; its clock stops."""
    to = require(request.user, Capability.PUBLISH, Capability.APPROVE)
    seal = seal_for(request.user, signoff_id, to=to)
    back = reverse("console:responses")
    text = ActText(
        title=_("登记泄密报告"),
        submit=_("登记报告"),
        lead=_("发现后 24 小时内向同级保密行政管理部门和上级机关报告。"),
        safe=_("只登记时间和机关；涉密内容经涉密渠道报送。"),
        back=back,
    )
    form = LeakReportForm(request.POST or None, initial={"at": localtime(clock.now())})

    def perform() -> Outcome:
        record_leak_report(
            seal=seal,
            at=form.cleaned_data["at"],
            reported_to=form.cleaned_data["reported_to"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记报告，时限停止计时。"), back

    return carry_out(request, form, text, 0, perform)


SEAL = Target(row=seal_for, back="console:desk")


@Act(
    SEAL,
    Capability.APPROVE,
    title=lambda seal: (
        _("封存第 %(number)s 号回应第 %(version)s 版")
        % {"number": seal.release.answer.number, "version": seal.release.version}
    ),
    lead=lambda seal: (
        _("依据：%(ground)s。%(who)s的理由：%(reason)s")
        % {
            "ground": seal_words(SealGround(seal.ground)),
            "who": seal.requested_by.name,
            "reason": seal.reason,
        }
    ),
    safe=_("记录和校验值保留；文字删除后不可恢复。"),
    form=DecisionForm,
    options=lambda _seal, _request: {
        "yes": ("seal", _("同意封存，不可恢复")),
        "no": ("refuse", _("不同意")),
        "why": _("不同意须写。"),
    },
    submit=_("写下决定"),
    danger=True,
)
def decide(seal: Seal, form: DecisionForm, by: By) -> Text:
    """同意或不同意封存."""
    approve = form.approves
    decide_seal(seal=seal, approve=approve, reason=form.cleaned_data["reason"], **by.stamp)
    return _("已封存，公开页面已换成说明。") if approve else _("未封存。")
