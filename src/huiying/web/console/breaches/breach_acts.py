"""Acts on the breach ledger: record, excuse, decide, appeal, refer.

In:   requests of REPORT_BACK (own unit: excuse, appeal) and JUDGE (the others).
Out:  the act, or why it was not done.
Cost: one action each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.closing.breaches import BreachKind, BreachState, Verdict
from huiying.web.console.breaches.forms import BreachForm, VerdictForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.forms import WordsForm
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.closing.breaches.access import breach_for
from huiying.work.closing.breaches.actions.answer_breach import (
    appeal_breach,
    decide_breach,
    excuse_breach,
    record_breach,
    refer_breach,
)
from huiying.work.closing.breaches.models import Breach
from huiying.work.incidents.incidents.access import incident_for

WordsAction = Callable[[Breach, str, Officer, datetime], None]


@form_page
def record(request: OfficerRequest, number: str) -> HttpResponse:
    """登记瞒报、谎报 of an incident: with grounds, of a unit and a step."""
    incident = incident_for(request.user, number, to=Capability.JUDGE)
    back = reverse("console:incident", args=[number])
    asked = ActText(
        title=_("登记瞒报或谎报"),
        lead=_("机器不作这种判断，只由人写明依据登记。写单位和环节，不写个人。"),
        safe=_("单位可以说明和申诉；由另一位领导认定。系统不提出任何处分。"),
        submit=_("登记"),
        back=back,
    )
    units = [(unit.pk, unit.name) for unit in units_of(incident.bureau_id)]
    form = BreachForm(request.POST or None, units=units)

    def deed() -> Outcome:
        data = form.cleaned_data
        row = record_breach(
            incident=incident,
            kind=BreachKind(data["kind"]),
            unit=unit_for(request.user, data["unit"], to=Capability.JUDGE),
            step=data["step"],
            grounds=data["grounds"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记（%(number)s）。") % {"number": row.number}, _breach(row.number)

    return carry_out(request, form, asked, incident.revision, deed)


@form_page
def excuse(request: OfficerRequest, number: str) -> HttpResponse:
    """说明情况: by the unit itself."""
    asked = ActText(
        title=_("说明情况"),
        lead=_("写明当时的情况和原因；认定以前可以补充。不写个人姓名。"),
        submit=_("提交说明"),
        back=_breach(number),
    )

    def say(row: Breach, text: str, officer: Officer, now: datetime) -> None:
        excuse_breach(breach=row, text=text, officer=officer, now=now)

    return _words(request, number, Capability.REPORT_BACK, asked, say, _("说明已提交。"))


@form_page
def appeal(request: OfficerRequest, number: str) -> HttpResponse:
    """申诉: somebody else than who decided looks again."""
    asked = ActText(
        title=_("申诉"),
        lead=_("由没有认定过这一条的领导复核。复核以前不导出、不移送。"),
        submit=_("提交申诉"),
        back=_breach(number),
    )

    def say(row: Breach, text: str, officer: Officer, now: datetime) -> None:
        appeal_breach(breach=row, text=text, officer=officer, now=now)

    return _words(request, number, Capability.REPORT_BACK, asked, say, _("申诉已提交。"))


@form_page
def refer(request: OfficerRequest, number: str) -> HttpResponse:
    """登记移送: to which body, by which document."""
    asked = ActText(
        title=_("登记移送"),
        lead=_("写明移送给哪个机关、文号和日期。系统不发送任何材料，也不提出处分建议。"),
        submit=_("登记移送"),
        back=_breach(number),
    )

    def say(row: Breach, text: str, officer: Officer, now: datetime) -> None:
        refer_breach(breach=row, text=text, officer=officer, now=now)

    return _words(request, number, Capability.JUDGE, asked, say, _("移送已登记。"))


def _words(
    request: OfficerRequest,
    number: str,
    to: Capability,
    asked: ActText,
    say: WordsAction,
    sentence: str,
) -> HttpResponse:
    row = breach_for(request.user, number, to=to)
    form = WordsForm(request.POST or None)

    def deed() -> Outcome:
        say(row, form.cleaned_data["text"], request.user, clock.now())
        return sentence, _breach(number)

    return carry_out(request, form, asked, row.revision, deed)


@form_page
def decide(request: OfficerRequest, number: str) -> HttpResponse:
    """认定, or 复核 of an appeal: what holds, with the reason; never a penalty."""
    row = breach_for(request.user, number, to=Capability.JUDGE)
    appealed = row.state == BreachState.APPEALED
    asked = ActText(
        title=_("复核申诉") if appealed else _("认定"),
        lead=_("登记、说明或认定过这一条的人不能认定。只认定情况，不提出处分。"),
        safe=_("先看系统故障和单位的说明；出于公心的失误可以容错。"),
        submit=_("签署认定"),
        back=_breach(number),
    )
    form = VerdictForm(request.POST or None)

    def deed() -> Outcome:
        decide_breach(
            breach=row,
            verdict=Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["text"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("认定已签署。"), _breach(number)

    return carry_out(request, form, asked, row.revision, deed)


def _breach(number: str) -> str:
    return reverse("console:breach", args=[number])
