"""新闻发布会: applications for press conferences, approval, return, cancellation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import ApplyForm
from huiying.web.console.press.rows import press_row, question_row
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
    about,
    act_button,
)
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.responses.press.access import press_for
from huiying.work.responses.press.actions.apply import (
    PRESS_KIND,
    apply_press,
    cancel_press,
    change_press,
)
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.models import PressConference, PressState
from huiying.work.responses.press.queries import conferences_of

SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)
TO, PAGE = Capability.OUTREACH, 30


@require_GET
def press_list(request: OfficerRequest) -> HttpResponse:
    """Every conference, newest first."""
    require(request.user, *SEES)
    rows = conferences_of(request.user.bureau_id)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"rows": [press_row(row) for row in page], "page_obj": page, "tab": "press"}
    return render(request, "console/press/list.html", context)


INCIDENT = Target(
    row=incident_for,
    back=lambda incident: part_url(incident.number, "press"),
    about=about,
)

PRESS = Target(row=press_for, back=lambda row: _url(row.number))


@Act(
    INCIDENT,
    TO,
    title=gettext_lazy("申请新闻发布会"),
    lead=gettext_lazy("报组长或副组长批准；批准后修改的，须重新批准。"),
    safe=gettext_lazy("只写岗位，不写姓名。批准前不对外发任何通知。"),
    form=ApplyForm,
    submit=gettext_lazy("报请批准"),
)
def apply(incident: Incident, form: ApplyForm, by: By) -> Outcome:
    """申请发布会: the form of the application, straight to the leaders."""
    row = apply_press(incident=incident, application=form.application(), **by.stamp)
    return _("已报请批准（%(number)s）。") % {"number": row.number}, _url(row.number)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One conference: the application, what was said, each question and who owes an answer."""
    row = press_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, now = request.user, clock.now()
    questions = row.questions.select_related(
        "owner", "conference", "clock", "commitment__clock"
    )
    request_row = row.signoff
    context = {
        "row": press_row(row),
        "host": row.host,
        "speakers": row.speakers,
        "media": row.media,
        "content": row.content,
        "statement": row.said,
        "recording": row.recording,
        "reason": row.reason,
        "decided_by": request_row.decided_by.name
        if request_row and request_row.decided_by
        else "",
        "decided_at": request_row.decided_at if request_row else None,
        "hash": hash_of_press(row),
        "revision": row.revision,
        "questions": [question_row(one, officer, now) for one in questions],
        "acts": _acts(row, officer),
        "may_decide": row.state == PressState.APPLIED and may(officer, Capability.APPROVE),
        "may_ask": row.state == PressState.HELD and may(officer, TO),
    }
    return render(request, "console/press/conference.html", context)


def _acts(row: PressConference, officer: Officer) -> list[ActButton]:
    if not may(officer, TO):
        return []

    def step(label: str, name: str, *, main: bool = False) -> ActButton:
        return act_button(label, f"console:{name}", row.number, main=main)

    if row.state == PressState.HELD:
        return [step(_("记一问一答…"), "press-question", main=True)]
    if row.state == PressState.CANCELLED:
        return []
    acts = [step(_("取消…"), "press-cancel"), step(_("修改申请…"), "press-edit")]
    if row.state == PressState.APPROVED:
        acts.append(step(_("登记召开…"), "press-hold", main=True))
    return acts


@Act(
    PRESS,
    TO,
    title=gettext_lazy("修改发布会申请"),
    lead=gettext_lazy("改后重新报请批准，原来的批准作废。"),
    form=ApplyForm,
    options=lambda row, _request: {
        "initial": {
            name: getattr(row, name) for name in ("form", "title", "place", "host", "content")
        }
        | {
            "at": row.planned_at.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"),
            "speakers": "\n".join(row.speakers),
            "invited": row.media,
        }
    },
    submit=gettext_lazy("保存并重新报批"),
)
def edit(row: PressConference, form: ApplyForm, by: By) -> Text:
    """修改申请: an approval that it had is void."""
    change_press(row=row, application=form.application(), revision=by.revision, **by.stamp)
    return _("已保存，重新报请批准。")


approve = approve_act(
    PRESS_KIND, PRESS, Capability.APPROVE, done=gettext_lazy("已批准这份申请。")
)
"""批准 exactly the application that was on the screen."""

send_back = return_act(
    PRESS_KIND,
    PRESS,
    Capability.APPROVE,
    title=gettext_lazy("退回发布会申请"),
    lead=lambda row: row.title,
    done=gettext_lazy("已退回。"),
)
"""退回, with a reason."""


@Act(
    PRESS,
    TO,
    title=gettext_lazy("取消发布会"),
    lead=lambda row: row.title,
    form=ReasonForm,
    submit=gettext_lazy("取消这场发布会"),
    danger=True,
)
def cancel(row: PressConference, form: ReasonForm, by: By) -> Text:
    """取消, with a reason."""
    cancel_press(row=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已取消。")


def _url(number: str) -> str:
    return reverse("console:press-conference", args=[number])
