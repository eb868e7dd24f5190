"""召开发布会: the questions and answers of a press conference, and later answers.

In:   requests of officers with OUTREACH.    Out:  the act, or why it was not done.
Cost: one action each.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import HeldForm, LateAnswerForm, QuestionForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.responses.press.access import press_for, question_for
from huiying.work.responses.press.actions import hold as acts

TO = Capability.OUTREACH


@form_page
def hold(request: OfficerRequest, number: str) -> HttpResponse:
    """登记召开."""
    row = press_for(request.user, number, to=TO)
    asked = ActText(
        title=_("登记召开"),
        lead=row.title,
        safe=_("登记后不再改；问答逐条补记。"),
        submit=_("登记已召开"),
        back=_url(number),
    )
    planned = row.planned_at.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
    form = HeldForm(request.POST or None, initial={"at": planned, "said": row.content})

    def deed() -> Outcome:
        acts.hold_press(
            row=row,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
            **form.cleaned_data,
        )
        return _("已登记召开。"), _url(number)

    return carry_out(request, form, asked, row.revision, deed)


@form_page
def question(request: OfficerRequest, number: str) -> HttpResponse:
    """记一问一答."""
    row = press_for(request.user, number, to=TO)
    asked = ActText(
        title=_("记一问一答"),
        lead=row.title,
        safe=_("没有答上的不会丢：到期前出现在值班台，直到补答。"),
        submit=_("记下这一问"),
        back=_url(number),
    )
    units = [(unit.pk, unit.name) for unit in units_of(row.bureau_id)]
    form = QuestionForm(request.POST or None, units=units)

    def deed() -> Outcome:
        data = dict(form.cleaned_data)
        owner = data.pop("owner")
        if owner:
            data["owner"] = unit_for(request.user, owner, to=TO)
        acts.add_question(
            row=row, asked=acts.Asked(**data), officer=request.user, now=clock.now()
        )
        return _("已记下。"), f"{_url(number)}#questions"

    return carry_out(request, form, asked, row.revision, deed)


@form_page
def later(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """补答 a question that was owed."""
    row = question_for(request.user, number, pk, to=TO)
    asked = ActText(title=_("补答"), lead=row.question, submit=_("登记补答"), back=_url(number))
    form = LateAnswerForm(request.POST or None)

    def deed() -> Outcome:
        acts.answer_later(
            question=row, officer=request.user, now=clock.now(), **form.cleaned_data
        )
        return _("已补答。"), f"{_url(number)}#questions"

    return carry_out(request, form, asked, 0, deed)


def _url(number: str) -> str:
    return reverse("console:press-conference", args=[number])
