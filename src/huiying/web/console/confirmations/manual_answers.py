"""沟通确认 by phone or on paper: record it, countersign it, open its scan.

In:   requests of writers and reviewers.    Out:  the act, or why it was not done.
Cost: as the acts.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.confirmations.forms import CountersignForm, ManualAnswerForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out, redirect_refused
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.confirmations.access import confirmation_for
from huiying.work.responses.confirmations.actions.record import (
    countersign,
    record_offline_answer,
)
from huiying.work.responses.confirmations.models import ConfirmationState, Manner


@form_page
def record(request: OfficerRequest, number: str) -> HttpResponse:
    """登记电话或书面答复."""
    row = confirmation_for(request.user, number, to=Capability.DRAFT)
    asked = ActText(
        title=_("登记%(unit)s的电话或书面答复") % {"unit": row.unit.name},
        submit=_("登记这次答复"),
        lead=_("只登记对方对这一稿说的话：文字校验值 %(hash)s…")
        % {"hash": row.content_hash[:16]},
        safe=_("书面的附扫描件；电话的须由第二人核签才算数。改一字就作废。"),
        back=_address(number),
    )
    form = ManualAnswerForm(
        request.POST or None,
        request.FILES or None,
        initial={
            "hash": row.content_hash,
            "at": clock.now().astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"),
        },
    )

    def deed() -> Outcome:
        record_offline_answer(
            confirmation=row,
            heard=form.heard(row.bureau_id),
            seen_hash=form.cleaned_data["hash"],
            officer=request.user,
            now=clock.now(),
        )
        if row.state == ConfirmationState.RECORDED:
            return _("已登记，等第二人核签。"), _address(number)
        return _("已登记。"), _address(number)

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@form_page
def sign(request: OfficerRequest, number: str) -> HttpResponse:
    """核签: a second person stands for what was recorded."""
    row = confirmation_for(request.user, number, to=Capability.REVIEW)
    who = row.recorded_by.name if row.recorded_by else ""
    asked = ActText(
        title=_("核签%(unit)s的答复") % {"unit": row.unit.name},
        submit=_("核签"),
        lead=_("%(who)s登记：%(by)s（%(manner)s）确认了这一稿。")
        % {"who": who, "by": row.answered_by, "manner": Manner(row.manner).label},
        safe=_("请自己回拨或核对后再签。登记人和写稿人不能核签。"),
        back=_address(number),
    )
    form = CountersignForm(request.POST or None, initial={"hash": row.content_hash})

    def deed() -> Outcome:
        agrees = form.cleaned_data["agrees"] == "yes"
        countersign(
            confirmation=row,
            agrees=agrees,
            seen_hash=form.cleaned_data["hash"],
            officer=request.user,
            now=clock.now(),
        )
        return (_("已核签，确认有效。") if agrees else _("已退回，重新问。")), _address(number)

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@require_GET
def scan(request: OfficerRequest, number: str) -> HttpResponse:
    """The scan of a paper; one that is gone says so."""
    row = confirmation_for(request.user, number, to=Capability.SEE_INCIDENTS)
    answer = file_response(row.file) if row.file is not None else None
    if answer is not None:
        return answer
    gone = _("这个文件打不开：不见了、已销毁，或与登记时的哈希不符。请重新请对方确认。")
    return redirect_refused(request, Refused(gone), _address(number))


def _address(number: str) -> str:
    return reverse("console:confirmation", args=[number])
