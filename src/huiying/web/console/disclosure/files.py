"""文件: what a stored file proves, and its destruction by two signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
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
from huiying.base.errors import Refused
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import Decision
from huiying.base.signoff.queries import signatures_of
from huiying.jobs import clock
from huiying.policy.release.erasure import EraseGround
from huiying.web.console.shared.acts import ActText, Outcome, act_button, carry_out
from huiying.web.console.shared.forms import DecisionForm, ReasonForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import file_facts
from huiying.web.shared.numbers import numbered
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.disclosure.access import file_for
from huiying.work.responses.disclosure.actions.erase import (
    ask_erasure,
    decide_erasure,
    release_evidence,
)
from huiying.work.responses.disclosure.files import (
    Owner,
    erasure_hash,
    erasures_of,
    evidence_release_of,
    holds_of,
    owners_of,
)
from huiying.work.responses.disclosure.models import FileErasure

ASKS = (Capability.CONSULT, Capability.APPROVE)
PAGES = {
    "docket": "console:docket",
    "task": "console:task",
    "mechanism": "console:mechanism",
    "report": "console:notice",
    "objection": "console:objection",
}
NUMBERED = {"report": "notice"}  # a file of a report goes by the number of its notice


class EraseForm(ReasonForm):
    """On which ground of the law, and why."""

    ground = forms.ChoiceField(label=gettext_lazy("法律依据"), widget=forms.RadioSelect)
    field_order = ["ground", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (ground.value, _(ground.label)) for ground in EraseGround
        ]
        self.fields["reason"].help_text = _("不得写文件内容。理由永久保留。")


class SignForm(DecisionForm):
    """Yes or no about exactly what was on the screen."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


@require_GET
def file_page(request: OfficerRequest, number: str) -> HttpResponse:
    """One file: what it is evidence of, what holds it, who asked and signed, what remains."""
    row = file_for(request.user, number, to=Capability.SEE_INCIDENTS)
    let_go = evidence_release_of(row)
    held = holds_of(row)
    context = {
        "file": file_facts(row, paged=False),
        "row": row,
        "owners": [_owner(owner) for owner in owners_of(row)],
        "held": bool(held),
        "released": let_go,
        "erasures": [_erasure(one) for one in erasures_of(row)],
        "acts": _acts(row, request.user, held=bool(held)),
    }
    return render(request, "console/disclosure/file.html", context)


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """Where a file is used; ``hold`` says why it must stay, "" = it need not."""

    number: str
    url: str
    words: str
    incident: str
    hold: str


def _owner(owner: Owner) -> OwnerRow:
    page = PAGES.get(owner.kind)
    number = owner.incident.number
    return OwnerRow(
        number=_("等级异议")
        if owner.kind == "objection"
        else numbered(NUMBERED.get(owner.kind, owner.kind), owner.number),
        url=reverse(page, args=[owner.number])
        if page
        else reverse("console:incident", args=[number]),
        words=owner.words,
        incident=f"{numbered('incident', number)} {owner.incident.title}",
        hold=_(owner.holds.label) if owner.holds else "",
    )


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """A request to destroy a file; ``returned`` is why it was refused, ``by`` whom."""

    ground: str
    reason: str
    requested_by: str
    requested_at: datetime
    state_word: str
    signed: list[tuple[str, datetime]]
    returned: str
    by: str


def _erasure(row: FileErasure) -> ErasureRow:
    request = row.signoff
    return ErasureRow(
        ground=_(EraseGround(row.ground).label),
        reason=row.reason,
        requested_by=row.requested_by.name,
        requested_at=row.requested_at,
        state_word=request.get_decision_display(),
        signed=[(one.officer.name, one.at) for one in signatures_of(request)],
        returned=request.reason if request.decision == Decision.RETURNED else "",
        by=request.decided_by.name if request.decided_by else "",
    )


def _acts(row: StoredFile, officer: Officer, *, held: bool) -> list[ActButton]:
    if row.data_key is None:
        return []
    pending = erasures_of(row).filter(signoff__decision=Decision.PENDING).first()
    if pending is not None:
        signer = may(officer, Capability.REVIEW) and officer.pk != pending.requested_by_id
        url = reverse("console:file-sign", args=[row.number])
        return [act_button(_("签署…"), url, main=True)] if signer else []
    if held:
        url = reverse("console:file-release", args=[row.number])
        frees = may(officer, Capability.CONFIRM_FINDING)
        return [act_button(_("解除证据用途…"), url)] if frees else []
    asks = any(may(officer, one) for one in ASKS)
    return [act_button(_("申请销毁…"), "console:file-erase", row.number)] * asks


@form_page
def let_go(request: OfficerRequest, number: str) -> HttpResponse:
    """解除证据用途."""
    row = file_for(request.user, number, to=Capability.CONFIRM_FINDING)
    text = ActText(
        title=_("解除 %(number)s 的证据用途") % {"number": number},
        lead=_("写明不再需要作为证据的理由：已有其他证据、结论已更改，或法律要求删除。"),
        safe=_("文件保留，仍可查看；此后可申请销毁。"),
        submit=_("解除证据用途"),
        back=_url(number),
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        release_evidence(
            file=row,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已解除。现在可以申请销毁。"), _url(number)

    return carry_out(request, form, text, 0, perform)


@form_page
def erase(request: OfficerRequest, number: str) -> HttpResponse:
    """申请销毁, on a ground of the law."""
    row = file_for(request.user, number, to=require(request.user, *ASKS))
    text = ActText(
        title=_("申请销毁文件 %(number)s") % {"number": number},
        lead=_(
            "由另外两人签署，最后一人须为领导。签署完成即销毁密钥，文件无法读取、不可恢复。"
        ),
        safe=_("编号、校验值、日期、依据、理由和签署人永久保留。此前的备份按备份期限删除。"),
        submit=_("申请销毁"),
        back=_url(number),
        danger=True,
    )
    form = EraseForm(request.POST or None)

    def perform() -> Outcome:
        ask_erasure(
            file=row,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已申请销毁，等另外两个人签署。"), _url(number)

    return carry_out(request, form, text, 0, perform)


@form_page
def sign(request: OfficerRequest, number: str) -> HttpResponse:
    """签署, or not; the last signature destroys the file."""
    row = file_for(request.user, number, to=Capability.REVIEW)
    pending = erasures_of(row).filter(signoff__decision=Decision.PENDING).first()
    text = ActText(
        title=_("销毁文件 %(number)s") % {"number": number},
        lead=_("依据：%(ground)s。%(who)s的理由：%(reason)s")
        % {
            "ground": _(EraseGround(pending.ground).label),
            "who": pending.requested_by.name,
            "reason": pending.reason,
        }
        if pending
        else _("暂无待签署的销毁申请。"),
        safe=_("编号、校验值、日期、依据、理由和签署人永久保留。"),
        submit=_("写下决定"),
        back=_url(number),
        danger=True,
    )
    shown = {"hash": erasure_hash(pending)} if pending else {}
    form = SignForm(
        request.POST or None,
        initial=shown,
        yes=("erase", _("同意销毁")),
        no=("keep", _("不同意")),
        why=_("不同意须写。"),
    )

    def perform() -> Outcome:
        if pending is None:
            raise Refused(_("暂无待签署的销毁申请。"))
        approve = form.approves
        gone = decide_erasure(
            erasure=pending,
            approve=approve,
            reason=form.cleaned_data["reason"],
            shown_hash=form.cleaned_data["hash"],
            officer=request.user,
            now=clock.now(),
        )
        if gone:
            return _("已销毁。编号和校验值存案。"), _url(number)
        return _("已签署，还要一位领导签。") if approve else _("未销毁。"), _url(number)

    return carry_out(request, form, text, 0, perform)


def _url(number: str) -> str:
    return reverse("console:file", args=[number])
