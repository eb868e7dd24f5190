"""Where a request that waits is decided: an answer, a proposal, minutes, a waiver.

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
from huiying.work.closing.actions import waive
from huiying.work.responses.actions import absent_procedure, apply_press, seal_release


def where_to_decide(request: SignoffRequest, officer: Officer) -> tuple[str, str]:
    """Return the kind in words and the page; an empty address if he cannot decide it."""
    leads = may(officer, Capability.APPROVE)
    if request.kind in (write_proposal.KIND, waive.KIND, apply_press.KIND):
        return _for_leaders(request) if leads else ("", "")
    if request.kind == sign_minutes.KIND:
        row = consultation_by_number(request.bureau_id, request.about_ref)
        mine = row is not None and sign_minutes.may_sign(row, officer)
        signed = request.signatures.filter(officer=officer).exists()
        url = reverse("console:consultation", args=[request.about_ref])
        return _("会商纪要"), url if mine and not signed else ""
    if request.kind == absent_procedure.KIND:
        mine = may(officer, Capability.APPROVE)
        url = reverse("console:procedure-ratify", args=[request.pk])
        return _("先发布的回应，待追认"), url if mine else ""
    if request.kind == seal_release.KIND:
        mine = may(officer, Capability.APPROVE)
        return _("封存"), reverse("console:seal", args=[request.pk]) if mine else ""
    last = request.signed + 1 == request.needed
    if last and not leads:
        return "", ""
    kind = _("回应稿，待审定") if last else _("回应稿，待复核")
    return kind, reverse("console:approval", args=[request.pk])


def _for_leaders(request: SignoffRequest) -> tuple[str, str]:
    if request.kind == waive.KIND:
        return _("办结豁免"), reverse("console:waiver", args=[request.about_ref])
    if request.kind == apply_press.KIND:
        url = reverse("console:press-conference", args=[request.about_ref])
        return _("发布会申请"), url
    kind = _("紧急交办，待追认") if request.emergency else _("处置意见")
    return kind, reverse("console:proposal", args=[request.about_ref])
