"""Acts on the minutes: write, send to be signed, sign, return.

In:   requests of who runs the consultation, and of those who were there.    Out:  the act.
Cost: one action each.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_content
from huiying.web.console.consultation.forms import MinutesForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import SeenForm
from huiying.web.console.shared.last_change import incident_topic
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.procedure.access import consultation_for
from huiying.work.casework.procedure.actions.sign_minutes import (
    may_sign,
    return_minutes,
    sign_minutes,
    submit_minutes,
    write_minutes,
)
from huiying.work.casework.procedure.content import minutes_content
from huiying.work.casework.procedure.models import Consultation
from huiying.work.incidents.recusals.access import refuse_recused

CONSULTATION = Target(
    row=consultation_for,
    back=lambda row: _url(row.number),
    topic=lambda row: incident_topic(row.incident),
)


@Act(
    CONSULTATION,
    Capability.CONSULT,
    title=_("写会商纪要"),
    lead=_("到会人员、意见和不同意见自动列入，不能在这里改。"),
    safe=_("可以先存；四项都写了才能送签。送签以后再改，签名全部失效，须重新送签。"),
    form=MinutesForm,
    options=lambda row, _request: {
        "initial": {
            name: getattr(row, name) for name in ("nature", "trend", "risks", "proposal")
        }
    },
    submit=_("存纪要"),
)
def write(row: Consultation, form: MinutesForm, by: By) -> Text:
    """写纪要; signatures are void from the first changed word."""
    voided = write_minutes(consultation=row, said=form.said(), revision=by.revision, **by.stamp)
    return _("纪要已改，原有签名失效，请重新送签。") if voided else _("纪要已存。")


@ButtonAct(CONSULTATION, Capability.CONSULT)
def send(row: Consultation, by: By, _posted: QueryDict) -> Text:
    """送签: to those who were there."""
    submit_minutes(consultation=row, revision=by.revision, **by.stamp)
    return _("纪要已送到会人员签署。")


@require_POST
def sign(request: OfficerRequest, number: str) -> HttpResponse:
    """签署: exactly the minutes that were on the screen."""
    row = _to_sign(request, number)
    try:
        signed = sign_minutes(
            consultation=row,
            seen_hash=request.POST.get("hash", ""),
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _url(number))
    left = signed.needed - signed.signed
    sentence = (
        _("已签署。还需 %(count)s 人签署。") % {"count": left}
        if left > 0
        else _("已签署，纪要生效。")
    )
    return redirect_done(request, sentence, _url(number))


@form_page
def send_back(request: OfficerRequest, number: str) -> HttpResponse:
    """退回纪要, with what is wrong."""
    row = _to_sign(request, number)
    text = ActText(title=_("退回纪要"), submit=_("退回并写明理由"), back=_url(number))
    form = SeenForm(
        request.POST or None, initial={"hash": hash_of_content(minutes_content(row))}
    )

    def perform() -> Outcome:
        return_minutes(
            consultation=row,
            reason=form.cleaned_data["reason"],
            seen_hash=form.cleaned_data["hash"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已退回执笔人。"), _url(number)

    return carry_out(
        request, form, text, row.revision, perform, topic=incident_topic(row.incident)
    )


def _to_sign(request: OfficerRequest, number: str) -> Consultation:
    """Return the consultation for somebody who was there and wrote none of the minutes."""
    row = consultation_for(request.user, number, to=Capability.SEE_INCIDENTS)
    if not may_sign(row, request.user):
        raise PermissionDenied
    refuse_recused(request.user, row.incident, to=Capability.CONSULT)  # to sign is to act
    return row


def _url(number: str) -> str:
    return reverse("console:consultation", args=[number])
