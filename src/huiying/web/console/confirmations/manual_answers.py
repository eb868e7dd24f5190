"""沟通确认 by phone or on paper: record it, countersign it, open its scan."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.confirmations.forms import CountersignForm, ManualAnswerForm
from huiying.web.console.shared.acts import Text, redirect_refused
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.confirmations.access import confirmation_for
from huiying.work.responses.confirmations.actions.record import (
    countersign,
    record_offline_answer,
)
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState, Manner

CONFIRMATION = Target(row=confirmation_for, back=lambda row: _address(row.number))


@Act(
    CONFIRMATION,
    Capability.DRAFT,
    title=lambda row: _("登记%(unit)s的电话或书面答复") % {"unit": row.unit.name},
    lead=lambda row: (
        _("只登记对方对这一稿说的话：文字校验值 %(hash)s…") % {"hash": row.content_hash[:16]}
    ),
    safe=_("书面答复须附扫描件；电话答复须经第二人核签后生效。修改后作废。"),
    form=ManualAnswerForm,
    options=lambda row, _request: {
        "initial": {
            "hash": row.content_hash,
            "at": clock.now().astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"),
        }
    },
    submit=_("登记这次答复"),
)
def record(row: Confirmation, form: ManualAnswerForm, by: By) -> Text:
    """登记电话或书面答复."""
    record_offline_answer(
        confirmation=row,
        offline_answer=form.offline_answer(row.bureau_id),
        shown_hash=form.cleaned_data["hash"],
        **by.stamp,
    )
    if row.state == ConfirmationState.RECORDED:
        return _("已登记，等第二人核签。")
    return _("已登记。")


@Act(
    CONFIRMATION,
    Capability.REVIEW,
    title=lambda row: _("核签%(unit)s的答复") % {"unit": row.unit.name},
    lead=lambda row: (
        _("%(who)s登记：%(by)s（%(manner)s）已确认本稿。")
        % {
            "who": row.recorded_by.name if row.recorded_by else "",
            "by": row.answered_by,
            "manner": Manner(row.manner).label,
        }
    ),
    safe=_("请回拨或核对后签署。登记人和起草人不得核签。"),
    form=CountersignForm,
    options=lambda row, _request: {"initial": {"hash": row.content_hash}},
    submit=_("核签"),
)
def sign(row: Confirmation, form: CountersignForm, by: By) -> Text:
    """核签: a second person stands for what was recorded."""
    agrees = form.cleaned_data["agrees"] == "yes"
    countersign(
        confirmation=row, agrees=agrees, shown_hash=form.cleaned_data["hash"], **by.stamp
    )
    return _("已核签，确认有效。") if agrees else _("已退回，重新问。")


@require_GET
def scan(request: OfficerRequest, number: str) -> HttpResponse:
    """The scan of a paper; one that is gone says so."""
    row = confirmation_for(request.user, number, to=Capability.SEE_INCIDENTS)
    answer = file_response(row.file) if row.file is not None else None
    if answer is not None:
        return answer
    gone = _("该文件无法打开：已缺失、已销毁，或与登记时的校验值不符。请重新征求对方确认。")
    return redirect_refused(request, Refused(gone), _address(number))


def _address(number: str) -> str:
    return reverse("console:confirmation", args=[number])
