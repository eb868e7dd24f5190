"""Acts of the archive: set the 全宗号, file matters and reports, sign a shorter period."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.closing.archive import ArchivePeriod
from huiying.web.console.archive.forms import FondsForm, PeriodForm, ReportPeriodForm
from huiying.web.console.shared.acts import Outcome, Text, about
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.archive.access import filing_for, period_request_for
from huiying.work.closing.archive.actions.file_matter import (
    PERIOD_KIND,
    change_period,
    file_matter,
)
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from huiying.work.closing.archive.models import Filing, PeriodRequest
from huiying.work.closing.archive.queries import fonds_of, proposed_period
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.reports.archive.actions.file_report import file_report
from huiying.work.reports.archive.queries import proposed_report_period
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version


def _own_bureau(officer: Officer, *, to: Capability) -> Officer:
    require(officer, to)
    return officer


BUREAU = Target(row=_own_bureau, back="console:archive")
INCIDENT = Target(
    row=incident_for,
    back=lambda incident: part_url(incident.number, "closing"),
    about=about,
)
FILING = Target(
    row=filing_for,
    back=lambda filing: reverse("console:filing", args=[filing.number]),
    about=lambda filing: f"{filing.number} {filing.title}",
)
REQUEST = Target(
    row=period_request_for,
    back=lambda row: reverse("console:archive-period", args=[row.number]),
)


@Act(
    BUREAU,
    Capability.ARCHIVE,
    title=gettext_lazy("设定全宗号"),
    lead=gettext_lazy("档号由全宗号、年度、保管期限和件号组成。"),
    safe=gettext_lazy("已编制的档号不变；新全宗号下的件号从 0001 起编。"),
    form=FondsForm,
    options=lambda officer, _request: {"initial": {"fonds": fonds_of(officer.bureau_id)}},
    submit=gettext_lazy("设定全宗号"),
)
def fonds(_officer: Officer, form: FondsForm, by: By) -> Text:
    """Set the first part of every later archive number."""
    row = set_fonds(fonds=form.cleaned_data["fonds"], **by.stamp)
    return _("全宗号已设定为 %(fonds)s。") % {"fonds": row.fonds}


def _proposal_words(incident: Incident) -> str:
    period = proposed_period(incident, clock.now())
    if period is None:
        return _(
            "规则未设定该等级的保管期限，须由本局确定；选永久可直接归档，其他须另一人签署。"
        )
    words = {"period": translate_rule(period.label)}
    return _("按规则建议：%(period)s。请确认；短于建议的，须另一人签署。") % words


def _proposal(incident: Incident, _request: OfficerRequest) -> dict[str, object]:
    return {"initial": {"period": proposed_period(incident, clock.now())}}


@Act(
    INCIDENT,
    Capability.ARCHIVE,
    title=gettext_lazy("归档"),
    lead=_proposal_words,
    safe=gettext_lazy("档号自动编制，不重号、不跳号。重新办理的，自动撤出档案，原档号保留。"),
    form=PeriodForm,
    options=_proposal,
    submit=gettext_lazy("确认归档"),
)
def file(incident: Incident, form: PeriodForm, by: By) -> Outcome:
    """归档: a closed matter gets its number, or waits for another person."""
    done = file_matter(incident=incident, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _done(done)


def _report_url(report: Report) -> str:
    return reverse("console:report", args=[report.number])


REPORT = Target(
    row=report_for,
    back=_report_url,
    about=lambda report: f"{report.number} {newest_version(report).title}",
)


def _report_words(report: Report) -> str:
    period = proposed_report_period(report, clock.now())
    if period is None:
        return _("规则未设定该类报告的保管期限，按永久归档；其他期限请先修改规则。")
    words = {"period": translate_rule(period.label)}
    return _("按规则：%(period)s。可以更长，不得更短。") % words


def _report_period(report: Report, _request: OfficerRequest) -> dict[str, object]:
    proposed = proposed_report_period(report, clock.now())
    chosen = proposed or ArchivePeriod.PERMANENT
    return {"initial": {"period": chosen}, "proposed": proposed}


@Act(
    REPORT,
    Capability.ARCHIVE,
    title=gettext_lazy("报告归档"),
    lead=_report_words,
    safe=gettext_lazy("档号与事件统一编制，不重号、不跳号；归档后撤回的，档号保留并注明。"),
    form=ReportPeriodForm,
    options=_report_period,
    submit=gettext_lazy("确认归档"),
)
def report(report: Report, form: ReportPeriodForm, by: By) -> Outcome:
    """归档: a report that is finished gets its number."""
    done = file_report(report=report, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已归档，档号 %(number)s。") % {"number": done.number}, _report_url(report)


@Act(
    FILING,
    Capability.ARCHIVE,
    title=gettext_lazy("变更保管期限"),
    lead=gettext_lazy("变更后编制新档号，原档号保留并注明去向。"),
    safe=gettext_lazy("缩短期限须另一人签署，签署前按现行期限保管。"),
    form=PeriodForm,
    options=lambda filing, _request: {"initial": {"period": filing.period}},
    submit=gettext_lazy("变更保管期限"),
)
def period(filing: Filing, form: PeriodForm, by: By) -> Outcome:
    """Give a filed matter another period, by another number."""
    return _done(change_period(filing=filing, **form.cleaned_data, **by.stamp))


def _done(row: Filing | PeriodRequest) -> Outcome:
    if isinstance(row, Filing):
        words = _("已归档，档号 %(number)s。") % {"number": row.number}
        return words, reverse("console:filing", args=[row.number])
    words = _("已送签（%(number)s），另一人签署后生效。") % {"number": row.number}
    return words, reverse("console:archive-period", args=[row.number])


sign = approve_act(
    PERIOD_KIND,
    REQUEST,
    Capability.APPROVE,
    done=lambda filing: _("已签署，档号 %(number)s。") % {"number": filing.number},
)
"""Sign exactly the period that was on the screen."""

send_back = return_act(
    PERIOD_KIND,
    REQUEST,
    Capability.APPROVE,
    title=gettext_lazy("不同意缩短保管期限"),
    lead=gettext_lazy("提出人可见理由。"),
    done=gettext_lazy("已退回，保管期限未缩短。"),
)
"""Return it, with a reason."""
