"""Acts on the minutes: write, send to be signed, sign, return."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.signoff.models import SignoffRequest
from huiying.web.console.consultation.forms import MinutesForm
from huiying.web.console.shared.acts import (
    Text,
)
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.last_change import incident_topic
from huiying.work.casework.procedure.access import consultation_for
from huiying.work.casework.procedure.actions.sign_minutes import (
    MINUTES_KIND,
    may_sign,
    submit_minutes,
    write_minutes,
)
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
    lead=_("出席人员、意见和不同意见自动列入，不可在此修改。"),
    safe=_("可先保存；四项均填写后方可送签。送签后修改的，全部签署作废，须重新送签。"),
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
    voided = write_minutes(
        consultation=row, minutes=form.minutes(), revision=by.revision, **by.stamp
    )
    return _("纪要已改，原有签名失效，请重新送签。") if voided else _("纪要已存。")


@ButtonAct(CONSULTATION, Capability.CONSULT)
def send(row: Consultation, by: By, _posted: QueryDict) -> Text:
    """送签: to those who were there."""
    submit_minutes(consultation=row, revision=by.revision, **by.stamp)
    return _("纪要已送出席人员签署。")


def _minutes_to_sign(officer: Officer, number: str, *, to: Capability) -> Consultation:
    """Return the consultation for somebody who was there and wrote none of the minutes."""
    row = consultation_for(officer, number, to=Capability.SEE_INCIDENTS)
    if not may_sign(row, officer):
        raise PermissionDenied
    refuse_recused(officer, row.incident, to=to)  # to sign is to act
    return row


MINUTES = replace(CONSULTATION, row=_minutes_to_sign)


def _signed(request: SignoffRequest) -> Text:
    left = request.needed - request.signed
    if left > 0:
        return _("已签署。还需 %(count)s 人签署。") % {"count": left}
    return _("已签署，纪要生效。")


sign = approve_act(MINUTES_KIND, MINUTES, Capability.CONSULT, done=_signed)
"""签署: exactly the minutes that were on the screen."""

send_back = return_act(
    MINUTES_KIND,
    MINUTES,
    Capability.CONSULT,
    title=_("退回纪要"),
    done=_("已退回执笔人。"),
)
"""退回纪要, with what is wrong."""


def _url(number: str) -> str:
    return reverse("console:consultation", args=[number])
