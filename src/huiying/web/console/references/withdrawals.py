"""撤回、意见书: what was recorded as the end of a petition, and who confirms it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.procedure.offline import ContactOutcome
from huiying.web.console.references.rows import contact_row
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.references.access import contact_file_for, withdrawal_for
from huiying.work.casework.references.actions.confirm_withdrawal import WITHDRAWAL_KIND
from huiying.work.casework.references.models import Contact
from huiying.work.casework.references.withdrawals import waits


def _back(row: Contact) -> str:
    number = row.reference.incident.current.number
    return part_url(number, "offline")


WITHDRAWAL = Target(row=withdrawal_for, back=_back)


@require_GET
def withdrawal(request: OfficerRequest, number: str) -> HttpResponse:
    """Show what would end a petition, and to a second person the way to confirm it."""
    row = withdrawal_for(request.user, number, to=Capability.CONTACT)
    pending, own = waits(row), row.by_id == request.user.pk
    context = {
        "number": number,
        "label": row.reference.label,
        "incident": row.reference.incident.current,
        "row": contact_row(row),
        "hash": WITHDRAWAL_KIND.content_hash(row),
        "may_decide": pending and not own,
        "own": pending and own,
        "is_opinion": row.outcome == ContactOutcome.OPINION,
        "sign_url": reverse("console:withdrawal-sign", args=[number]),
        "return_url": reverse("console:withdrawal-return", args=[number]),
    }
    return render(request, "console/references/withdrawal.html", context)


@require_GET
def opinion(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out the scanned opinion that a contact delivered."""
    answer = file_response(contact_file_for(request.user, pk))
    if answer is None:
        raise Http404
    return answer


sign = approve_act(
    WITHDRAWAL_KIND,
    WITHDRAWAL,
    Capability.CONTACT,
    done=_("已核签，法定期限结束。"),
)
"""核签: exactly what was on the screen."""

send_back = return_act(
    WITHDRAWAL_KIND,
    WITHDRAWAL,
    Capability.CONTACT,
    title=_("无法证实，退回登记"),
    lead=_("登记人可见理由；本次登记不生效，法定期限继续计算。"),
    done=_("已退回，法定期限继续计算。"),
)
"""不能证实, with a reason."""
