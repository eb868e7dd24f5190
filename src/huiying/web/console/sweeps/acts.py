"""Acts on sweeps: open one, review a risk, confirm, compile, sign, draft the report."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.prevention.levels import RiskLevel
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.sweeps.forms import CompileForm
from huiying.work.prevention.risks.access import risk_for
from huiying.work.prevention.risks.actions.change import review_risk
from huiying.work.prevention.risks.input import latest_review
from huiying.work.prevention.risks.models import Risk
from huiying.work.prevention.sweeps.access import part_for, sweep_for
from huiying.work.prevention.sweeps.actions.compile import SWEEP_KIND, compile_sweep
from huiying.work.prevention.sweeps.actions.confirm import confirm_part
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.prevention.sweeps.models import Sweep, SweepPart
from huiying.work.reports.drafting.actions.draft_risk_report import draft_sweep_report

COMB, KEEP = Capability.COMB_RISKS, Capability.SUPERVISE


def _url(row: Sweep) -> str:
    return reverse("console:sweep", args=[row.number])


def _part_url(row: SweepPart) -> str:
    return reverse("console:sweep-part", args=[row.pk])


BUREAU = Target(row=own_bureau, back="console:sweeps")
SWEEP = Target(
    row=sweep_for,
    back=_url,
    topic=lambda row: f"sweep:{row.number}",
    about=lambda row: row.number,
)
PART = Target(row=part_for, back=_part_url)


def _part_and_risk(
    officer: Officer, pk: int, number: str, *, to: Capability
) -> tuple[SweepPart, Risk]:
    return part_for(officer, pk, to=to), risk_for(officer, number, to=to)


PART_RISK = Target(row=_part_and_risk, back=lambda found: _part_url(found[0]))


@ButtonAct(BUREAU, KEEP)
def start(bureau: Bureau, by: By, _posted: QueryDict) -> Outcome:
    """开展梳理: the first one, or one before its day."""
    row = open_sweep(bureau=bureau, **by.stamp)
    return _("已开展 %(number)s，各单位已收到任务。") % {"number": row.number}, _url(row)


@ButtonAct(PART_RISK, COMB)
def review(found: tuple[SweepPart, Risk], by: By, _posted: QueryDict) -> Text:
    """复核，无变化, of one risk of the unit; its next review is as late as its level allows."""
    row, risk = found
    review_risk(
        risk=risk,
        next_review=latest_review(RiskLevel(risk.level), by.now),
        note=_now("定期梳理 %(number)s 复核，无变化。") % {"number": row.sweep.number},
        revision=risk.revision,
        **by.stamp,
    )
    return _("%(number)s 已复核。") % {"number": risk.number}


@ButtonAct(PART, COMB)
def confirm(row: SweepPart, by: By, posted: QueryDict) -> Outcome:
    """确认, with new risks or without (零报告)."""
    nil = posted.get("nil") == "1"
    confirm_part(part=row, nil=nil, note=posted.get("note", ""), **by.stamp)
    return _("%(unit)s已确认。") % {"unit": row.unit.name}, _url(row.sweep)


@Act(
    SWEEP,
    KEEP,
    title=_("汇总送签"),
    lead=_("汇总各单位确认情况，送领导签发；逾期未确认的单位一并列明。"),
    form=CompileForm,
    submit=_("送领导签发"),
)
def compile_found(row: Sweep, form: CompileForm, by: By) -> Text:
    """汇总送签."""
    compile_sweep(sweep=row, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return _("已送领导签发。")


sign = approve_act(SWEEP_KIND, SWEEP, Capability.APPROVE, done=_("已签发，待上报。"))
"""签发 exactly what was on the screen."""

refuse = return_act(
    SWEEP_KIND,
    SWEEP,
    Capability.APPROVE,
    title=_("退回梳理结果"),
    lead=_("退回领导小组办公室补充，时限连续计算。"),
    done=_("已退回办公室。"),
)
"""退回, with a reason."""


@ButtonAct(SWEEP, Capability.REPORT)
def report(row: Sweep, by: By, _posted: QueryDict) -> Outcome:
    """拟写上报报告: its recipients come from the table."""
    made = draft_sweep_report(sweep=row, **by.stamp)
    return _("已拟出报告，请核对、送签后报送。"), reverse("console:report", args=[made.number])
