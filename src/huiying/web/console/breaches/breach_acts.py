"""Acts on the breach ledger: record, excuse, decide, appeal, refer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.closing.breaches import BreachKind, BreachState, Verdict
from huiying.web.console.breaches.forms import BreachForm, VerdictForm
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import WordsForm
from huiying.work.closing.breaches.access import breach_for
from huiying.work.closing.breaches.actions.answer_breach import (
    appeal_breach,
    decide_breach,
    excuse_breach,
    record_breach,
    refer_breach,
)
from huiying.work.closing.breaches.models import Breach
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

INCIDENT = Target(
    row=incident_for, back=lambda incident: reverse("console:incident", args=[incident.number])
)

BREACH = Target(row=breach_for, back=lambda row: _breach(row.number))


@Act(
    INCIDENT,
    Capability.JUDGE,
    title=_("登记瞒报或谎报"),
    lead=_("系统不作此类判断，仅由人工写明依据登记。写明单位和环节，不写个人。"),
    safe=_("单位可说明和申诉，由其他领导认定。系统不提出处分建议。"),
    form=BreachForm,
    options=lambda incident, _request: {
        "units": [(unit.pk, unit.name) for unit in units_of(incident.bureau_id)]
    },
    submit=_("登记"),
)
def record(incident: Incident, form: BreachForm, by: By) -> Outcome:
    """登记瞒报、谎报 of an incident: with grounds, of a unit and a step."""
    data = form.cleaned_data
    row = record_breach(
        incident=incident,
        kind=BreachKind(data["kind"]),
        unit=unit_for(by.officer, data["unit"], to=Capability.JUDGE),
        step=data["step"],
        grounds=data["grounds"],
        **by.stamp,
    )
    return _("已登记（%(number)s）。") % {"number": row.number}, _breach(row.number)


@Act(
    BREACH,
    Capability.REPORT_BACK,
    title=_("说明情况"),
    lead=_("写明当时情况和原因，认定前可补充。不写个人姓名。"),
    form=WordsForm,
    submit=_("提交说明"),
)
def excuse(row: Breach, form: WordsForm, by: By) -> Text:
    """说明情况: by the unit itself."""
    excuse_breach(breach=row, **form.cleaned_data, **by.stamp)
    return _("说明已提交。")


@Act(
    BREACH,
    Capability.REPORT_BACK,
    title=_("申诉"),
    lead=_("由未认定本条的领导审查。审查前不导出、不移送。"),
    form=WordsForm,
    submit=_("提交申诉"),
)
def appeal(row: Breach, form: WordsForm, by: By) -> Text:
    """申诉: somebody else than who decided looks again."""
    appeal_breach(breach=row, **form.cleaned_data, **by.stamp)
    return _("申诉已提交。")


@Act(
    BREACH,
    Capability.JUDGE,
    title=_("登记移送"),
    lead=_("写明移送机关、文号和日期。系统不发送任何材料，不提出处分建议。"),
    form=WordsForm,
    submit=_("登记移送"),
)
def refer(row: Breach, form: WordsForm, by: By) -> Text:
    """登记移送: to which body, by which document."""
    refer_breach(breach=row, **form.cleaned_data, **by.stamp)
    return _("移送已登记。")


@Act(
    BREACH,
    Capability.JUDGE,
    title=lambda row: _("申诉审查") if row.state == BreachState.APPEALED else _("认定"),
    lead=_("登记、说明或认定过本条的人员不得认定。仅认定情况，不提出处分建议。"),
    safe=_("请先核对系统故障和单位说明；出于公心的失误可予容错。"),
    form=VerdictForm,
    submit=_("签署认定"),
)
def decide(row: Breach, form: VerdictForm, by: By) -> Text:
    """认定, or 复核 of an appeal: what holds, with the reason; never a penalty."""
    decide_breach(
        breach=row,
        verdict=Verdict(form.cleaned_data["verdict"]),
        reason=form.cleaned_data["text"],
        revision=by.revision,
        **by.stamp,
    )
    return _("认定已签署。")


def _breach(number: str) -> str:
    return reverse("console:breach", args=[number])
