"""Where a request that waits is decided: an answer, a proposal, minutes to be signed.

In:   a pending request, the officer.    Out:  what it is, and the address; "" = not for him.
Cost: one query for minutes, none else.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.base.signoff.queries import SignoffRequest
from huiying.work.casework.actions import sign_minutes, write_proposal
from huiying.work.casework.procedure import consultation_by_number


def where_to_decide(request: SignoffRequest, officer: Officer) -> tuple[str, str]:
    """Return the kind in words and the page; an empty address if he cannot decide it."""
    if request.kind == write_proposal.KIND:
        if not may(officer, Capability.APPROVE):
            return "", ""
        kind = _("紧急交办，待追认") if request.emergency else _("处置意见")
        return kind, reverse("console:proposal", args=[request.about_ref])
    if request.kind == sign_minutes.KIND:
        row = consultation_by_number(request.bureau_id, request.about_ref)
        mine = row is not None and sign_minutes.may_sign(row, officer)
        signed = request.signatures.filter(officer=officer).exists()
        url = reverse("console:consultation", args=[request.about_ref])
        return _("会商纪要"), url if mine and not signed else ""
    last = request.signed + 1 == request.needed
    if last and not may(officer, Capability.APPROVE):
        return "", ""
    kind = _("回应稿，待审定") if last else _("回应稿，待复核")
    return kind, reverse("console:approval", args=[request.pk])
