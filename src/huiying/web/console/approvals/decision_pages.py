"""The pages on which requests for approval are decided.

In:   a pending request, the officer.    Out:  what it is, and the address; "" = not for him.
Cost: one query for minutes and for more time, none else.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.extensions import applications
from huiying.work.casework.procedure.actions import sign_minutes, write_proposal
from huiying.work.casework.procedure.queries import consultation_by_number
from huiying.work.closing.waivers.actions import waive
from huiying.work.responses.disclosure import files
from huiying.work.responses.disclosure.actions import seal
from huiying.work.responses.press.actions import apply
from huiying.work.responses.releases.actions import ratify_procedure

LEADERS = (
    write_proposal.KIND,
    waive.KIND,
    apply.KIND,
    ratify_procedure.KIND,
    seal.KIND,
)
"""Kinds that leaders alone decide."""


def where_to_decide(request: SignoffRequest, officer: Officer) -> tuple[str, str]:
    """Return the kind in words and the page; an empty address if he cannot decide it."""
    if request.kind in _BY_ROW:
        return _BY_ROW[request.kind](request, officer)
    leads = may(officer, Capability.APPROVE)
    if request.kind in LEADERS:
        return _for_leaders(request) if leads else ("", "")
    last = request.signed + 1 == request.needed
    if last and not leads:
        return "", ""
    kind = _("回应稿，待审定") if last else _("回应稿，待复核")
    return kind, reverse("console:approval", args=[request.pk])


def _minutes(request: SignoffRequest, officer: Officer) -> tuple[str, str]:
    row = consultation_by_number(request.bureau_id, request.about_ref)
    mine = row is not None and sign_minutes.may_sign(row, officer)
    signed = request.signatures.filter(officer=officer).exists()
    url = reverse("console:consultation", args=[request.about_ref])
    return _("会商纪要"), url if mine and not signed else ""


def _extension(request: SignoffRequest, officer: Officer) -> tuple[str, str]:
    row = applications.extension_of(request)
    mine = (
        row is not None and applications.waits(row) and applications.decides(officer, row.clock)
    )
    url = reverse("console:extension", args=[request.about_ref])
    return _("延期申请"), url if mine else ""


def _erasure(request: SignoffRequest, officer: Officer) -> tuple[str, str]:
    last = request.signed + 1 >= request.needed
    mine = may(officer, Capability.APPROVE if last else Capability.REVIEW)
    url = reverse("console:file", args=[request.about_ref])
    return _("销毁文件"), url if mine else ""


def deadline_of(request: SignoffRequest) -> Clock | None:
    """Return the clock that presses a decision: of more time, the one that is running out."""
    if request.kind == applications.KIND:
        row = applications.extension_of(request)
        return row.clock if row else None
    return request.clock


_BY_ROW = {sign_minutes.KIND: _minutes, applications.KIND: _extension, files.KIND: _erasure}


def _for_leaders(request: SignoffRequest) -> tuple[str, str]:
    if request.kind == waive.KIND:
        return _("办结豁免"), reverse("console:waiver", args=[request.about_ref])
    if request.kind == apply.KIND:
        url = reverse("console:press-conference", args=[request.about_ref])
        return _("发布会申请"), url
    if request.kind == ratify_procedure.KIND:
        return _("先发布的回应，待追认"), reverse("console:procedure-ratify", args=[request.pk])
    if request.kind == seal.KIND:
        return _("封存"), reverse("console:seal", args=[request.pk])
    kind = _("紧急交办，待追认") if request.emergency else _("处置意见")
    return kind, reverse("console:proposal", args=[request.about_ref])
