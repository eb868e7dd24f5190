"""召开发布会: the questions and answers of a press conference, and later answers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import HeldForm, LateAnswerForm, QuestionForm
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.responses.press.access import press_for, question_for
from huiying.work.responses.press.actions import hold as acts
from huiying.work.responses.press.models import PressConference, PressQuestion

TO = Capability.OUTREACH


PRESS = Target(row=press_for, back=lambda row: _url(row.number))


@Act(
    PRESS,
    TO,
    title=_("登记召开"),
    lead=lambda row: row.title,
    safe=_("登记后不再改；问答逐条补记。"),
    form=HeldForm,
    options=lambda row, _request: {
        "initial": {
            "at": row.planned_at.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"),
            "said": row.content,
        }
    },
    submit=_("登记已召开"),
)
def hold(row: PressConference, form: HeldForm, by: By) -> Text:
    """登记召开."""
    acts.hold_press(row=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已登记召开。")


@Act(
    PRESS,
    TO,
    title=_("记一问一答"),
    lead=lambda row: row.title,
    safe=_("当场未回答的问题在到期前显示于值班台，直至补充答复。"),
    form=QuestionForm,
    options=lambda row, _request: {
        "units": [(unit.pk, unit.name) for unit in units_of(row.bureau_id)]
    },
    submit=_("记下这一问"),
)
def question(row: PressConference, form: QuestionForm, by: By) -> Outcome:
    """记一问一答."""
    data = dict(form.cleaned_data)
    owner = data.pop("owner")
    if owner:
        data["owner"] = unit_for(by.officer, owner, to=TO)
    acts.add_question(row=row, question_input=acts.QuestionInput(**data), **by.stamp)
    return _("已记下。"), f"{_url(row.number)}#questions"


@Act(
    Target(row=question_for, back=lambda row: _url(row.conference.number)),
    TO,
    title=_("补答"),
    lead=lambda row: row.question,
    form=LateAnswerForm,
    submit=_("登记补答"),
)
def later(row: PressQuestion, form: LateAnswerForm, by: By) -> Outcome:
    """补答 a question that was owed."""
    acts.answer_later(question=row, **form.cleaned_data, **by.stamp)
    return _("已补答。"), f"{_url(row.conference.number)}#questions"


def _url(number: str) -> str:
    return reverse("console:press-conference", args=[number])
