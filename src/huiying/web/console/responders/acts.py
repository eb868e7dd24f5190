"""Acts on the roster: ask, consent, decline, leave; replies on official accounts."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import officer_for, own_bureau, unit_for
from huiying.base.accounts.organisation.queries import officers_of, units_of
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.responders.forms import LineForm, ReplyForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest, form_page, known_revision
from huiying.work.responses.outlets.queries import own_accounts
from huiying.work.responses.releases.public import public_answers
from huiying.work.responses.responders.access import responder_for
from huiying.work.responses.responders.actions.join_roster import (
    RosterInput,
    ask_responder,
    consent,
    decline,
    leave,
)
from huiying.work.responses.responders.actions.record_reply import record_reply
from huiying.work.responses.responders.models import Responder
from huiying.work.responses.responders.queries import listed_line_of

BACK = "console:responders"
NEWEST = 50  # answers that are offered for a reply


BUREAU = Target(row=own_bureau, back=BACK)


@Act(
    BUREAU,
    Capability.MANAGE_RESPONDERS,
    title=_("请人公开回应"),
    lead=_("本人在系统里同意以后才公开，随时可以退出。"),
    safe=_("同意前名单不显示任何内容。"),
    form=LineForm,
    options=lambda bureau, _request: {
        "people": [(row.pk, row.name) for row in officers_of(bureau.pk).filter(is_active=True)],
        "units": [(row.pk, row.name) for row in units_of(bureau.pk)],
    },
    submit=_("征求同意"),
)
def ask_one(_bureau: Bureau, form: LineForm, by: By) -> Text:
    """Ask somebody of the bureau to answer in public."""
    values = form.cleaned_data
    ask_responder(
        who=officer_for(by.officer, values["who"], to=Capability.MANAGE_RESPONDERS),
        line=RosterInput(
            work_name=values["work_name"],
            unit=unit_for(by.officer, values["unit"], to=Capability.MANAGE_RESPONDERS),
            role=values["role"],
            covers=values["covers"],
        ),
        **by.stamp,
    )
    return _("已征求本人同意。同意前不公开任何内容。")


@require_POST
def agree(request: OfficerRequest, number: str) -> HttpResponse:
    """Consent to be named; only for oneself."""
    line = _own(request, number)
    links = known_revision(request)
    try:
        consent(responder=line, revision=links, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))
    return redirect_done(
        request, _("已同意。公开名单现列有您的工作用名和单位。"), reverse(BACK)
    )


@require_POST
def refuse(request: OfficerRequest, number: str) -> HttpResponse:
    """Say no; only for oneself."""
    line = _own(request, number)
    links = known_revision(request)
    try:
        decline(responder=line, revision=links, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))
    return redirect_done(request, _("已回复不同意。未公开任何内容。"), reverse(BACK))


@form_page
def go(request: OfficerRequest, number: str) -> HttpResponse:
    """Take a line off the roster: one's own, or as who keeps the roster."""
    line = responder_for(request.user, number, to=Capability.SEE_INCIDENTS)
    if line.officer_id != request.user.pk and not may(
        request.user, Capability.MANAGE_RESPONDERS
    ):
        raise NotAllowed(Capability.MANAGE_RESPONDERS)
    text = ActText(
        title=_("退出回应人员名单"),
        submit=_("马上退出"),
        lead=_("无需理由。公开名单立即停止显示“%(name)s”。") % {"name": line.work_name},
        safe=_("以前的回应不变，只署单位的名称。"),
        back=reverse(BACK),
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, line.revision)
    links = known_revision(request)
    try:
        leave(responder=line, revision=links, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))
    return redirect_done(request, _("已退出，公开名单上不再显示。"), reverse(BACK))


@form_page
def reply(request: OfficerRequest) -> HttpResponse:
    """Record one reply on one account; only for who stands on the roster."""
    require(request.user, Capability.SEE_INCIDENTS)
    bureau_id = request.user.bureau_id
    text = ActText(
        title=_("登记一次回复"),
        submit=_("登记这次回复"),
        lead=_("一段审定的文字，一个官方账号，一个网址。登记后公开。"),
        safe=_("系统不代发、不批量发送。"),
        back=reverse(BACK),
    )
    answers = {row.pk: row for row in public_answers(bureau_id)[:NEWEST]}
    accounts = {row.pk: row for row in own_accounts(bureau_id, in_use=True)}
    form = ReplyForm(
        request.POST or None,
        releases=[(key, row.content["title"]) for key, row in answers.items()],
        accounts=[(key, str(row)) for key, row in accounts.items()],
        initial={"posted_at": clock.now()},
    )

    def perform() -> Outcome:
        values = form.cleaned_data
        record_reply(
            release=answers[values["release"]],
            account=accounts[values["account"]],
            address=values["address"],
            posted_at=values["posted_at"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记，公开页面已列出。"), reverse(BACK)

    if listed_line_of(request.user) is None:
        raise NotAllowed(Capability.MANAGE_RESPONDERS)
    return carry_out(request, form, text, 0, perform)


def _own(request: OfficerRequest, number: str) -> Responder:
    line = responder_for(request.user, number, to=Capability.SEE_DESK)
    if line.officer_id != request.user.pk:
        raise NotAllowed(Capability.MANAGE_RESPONDERS)
    return line
