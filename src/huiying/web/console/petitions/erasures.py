"""删除申请: the applications, one with its decision and what is left; correction of a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
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
from huiying.base.signoff.models import Decision
from huiying.policy.petitions.erasure import (
    ErasureGround,
    ErasureState,
    ErasureWay,
    RefusalGround,
)
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.web.console.petitions.erasure_forms import (
    CorrectionForm,
    ErasureProposalForm,
    ErasureRequestForm,
)
from huiying.web.console.petitions.rows import ReplyRow, StepRow, reply_row, step_row
from huiying.web.console.petitions.targets import PETITION, petition_topic, petition_url
from huiying.web.console.shared.acts import Outcome, Text, act_button
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.access import erasure_for
from huiying.work.petitions.erasure.actions.ask import record_erasure_request
from huiying.work.petitions.erasure.actions.decide import (
    ERASURE_KIND,
    erasure_hash,
    propose_erasure,
)
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.erasure.queries import visible_erasures
from huiying.work.petitions.petitions.actions.correct_text import correct_text
from huiying.work.petitions.petitions.queries import steps_of
from huiying.work.petitions.replies.queries import replies_for_sender

SEE, HANDLE = Capability.SEE_PETITIONS, Capability.HANDLE_PETITIONS
PAGE = 50


def erasure_url(row: PetitionErasure) -> str:
    """Return the page of an application."""
    return reverse("console:petition-erasure", args=[row.number])


ERASURE = Target(
    row=erasure_for,
    back=erasure_url,
    topic=lambda row: petition_topic(row.petition),
    about=lambda row: f"{row.number} · {row.petition.number}",
)


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An application.

    Attributes:
        level: ok = erased, acc = waits for a decision, warn = nobody has handled it yet.
        petition_url: "" once the petition is erased.
        outcome: 删除 or 不予删除, as proposed or decided.
    """

    number: str
    url: str
    petition: str
    petition_url: str
    state: str
    level: str
    way: str
    identity: str
    asked_at: datetime
    recorded_by: str
    outcome: str
    ground: str
    reason: str
    proposed_by: str
    decided_at: datetime | None
    decided_by: str
    returned: str


LEVELS = {ErasureState.ASKED: "warn", ErasureState.PROPOSED: "acc", ErasureState.ERASED: "ok"}


def erasure_row(row: PetitionErasure) -> ErasureRow:
    """Return an application as the screens show it; no query."""
    petition, signoff, state = row.petition, row.signoff, ErasureState(row.state)
    returned = signoff is not None and signoff.decision == Decision.RETURNED
    decider = signoff.decided_by if signoff is not None and row.decided_at else None
    return ErasureRow(
        number=row.number,
        url=erasure_url(row),
        petition=petition.number,
        petition_url="" if petition.erased_at else petition_url(petition),
        state=_(state.label),
        level=LEVELS.get(state, ""),
        way=_(ErasureWay(row.way).label),
        identity=row.identity,
        asked_at=row.asked_at,
        recorded_by=row.recorded_by.name if row.recorded_by else "",
        outcome={True: _("删除"), False: _("不予删除")}.get(bool(row.grants), "")
        if row.grants is not None
        else "",
        ground=_ground(row),
        reason=row.reason,
        proposed_by=row.proposed_by.name if row.proposed_by else "",
        decided_at=row.decided_at,
        decided_by=decider.name if decider else "",
        returned=signoff.reason if signoff is not None and returned and row.is_open else "",
    )


def _ground(row: PetitionErasure) -> str:
    if row.grants is None:
        return ""
    return _((ErasureGround if row.grants else RefusalGround)(row.ground).label)


@require_GET
def erasure_list(request: OfficerRequest) -> HttpResponse:
    """All applications: those that wait, those that were refused, what was erased."""
    require(request.user, SEE)
    rows = visible_erasures(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"rows": [erasure_row(row) for row in page], "page_obj": page}
    return render(request, "console/petitions/erasures.html", context)


@require_GET
def erasure(request: OfficerRequest, number: str) -> HttpResponse:
    """One application: who asked which way, what is proposed, what is left of the petition."""
    officer = request.user
    row = erasure_for(officer, number, to=SEE)
    petition = row.petition
    proposed = row.state == ErasureState.PROPOSED and row.signoff is not None
    decides = proposed and _may_decide(row, officer)
    context = {
        "row": erasure_row(row),
        "kind": _(PetitionKind(petition.kind).label),
        "channel": _(PetitionChannel(petition.channel).label),
        "received_at": petition.received_at,
        "settled_at": petition.settled_at,
        "unit": petition.competent.name if petition.competent else "",
        "erased": petition.erased_at is not None,
        "steps": _steps(petition),
        "letters": _letters(petition),
        "hash": erasure_hash(row) if proposed else "",
        "grants": bool(row.grants),
        "may_decide": decides,
        "waits_for_others": proposed and not decides,
        "return_url": reverse("console:petition-erasure-return", args=[number]),
        "acts": _acts(row, officer),
    }
    return render(request, "console/petitions/erasure.html", context)


@dataclass(frozen=True, slots=True)
class Letter:
    """A signed letter that stays, with its words."""

    row: ReplyRow
    text: str
    signed_by: str


def _letters(petition: Petition) -> list[Letter]:
    return [
        Letter(reply_row(one), one.text, one.signed_by.name if one.signed_by else "")
        for one in replies_for_sender(petition)
    ]


def _steps(petition: Petition) -> list[StepRow]:
    return [step_row(one) for one in steps_of(petition)]


def _may_decide(row: PetitionErasure, officer: Officer) -> bool:
    return may(officer, Capability.APPROVE) and officer.pk not in ERASURE_KIND.authors(row)


def _acts(row: PetitionErasure, officer: Officer) -> list[ActButton]:
    if not row.is_open or not may(officer, HANDLE):
        return []
    main = row.state == ErasureState.ASKED
    label = _("提出办理意见…") if main else _("另提办理意见…")
    return [act_button(label, "console:petition-erasure-propose", row.number, main=main)]


@Act(
    PETITION,
    HANDLE,
    title=gettext_lazy("登记删除申请"),
    lead=gettext_lazy("信访人当面要求删除的，核对身份后登记（《个人信息保护法》第四十七条）。"),
    safe=gettext_lazy("登记后不删除任何内容，由两人决定。未办结的须先办结或登记撤回。"),
    form=ErasureRequestForm,
    submit=gettext_lazy("登记申请"),
)
def record(row: Petition, form: ErasureRequestForm, by: By) -> Outcome:
    """登记删除申请 of who came in person."""
    done = record_erasure_request(
        petition=row, identity=form.cleaned_data["identity"], **by.stamp
    )
    return _("已登记删除申请 %(number)s。") % {"number": done.number}, erasure_url(done)


@Act(
    ERASURE,
    HANDLE,
    title=gettext_lazy("提出办理意见"),
    lead=gettext_lazy("删除和不予删除都须另一人审定；不予删除的，理由和依据告知申请人。"),
    safe=gettext_lazy("审定前不删除任何内容。"),
    form=ErasureProposalForm,
    submit=gettext_lazy("报请审定"),
)
def propose(row: PetitionErasure, form: ErasureProposalForm, by: By) -> Text:
    """Propose to erase or to refuse; another person decides."""
    propose_erasure(erasure=row, proposal=form.proposal(), revision=by.revision, **by.stamp)
    return _("已报请审定。")


approve = approve_act(
    ERASURE_KIND,
    ERASURE,
    Capability.APPROVE,
    done=lambda gone: _("已依法删除，不可恢复。") if gone else _("已决定不予删除。"),
)
"""Decide exactly what was on the screen."""

send_back = return_act(
    ERASURE_KIND,
    ERASURE,
    Capability.APPROVE,
    title=gettext_lazy("退回办理意见"),
    lead=gettext_lazy("退回后不删除任何内容，由经办人另提意见。"),
    done=gettext_lazy("已退回，未删除任何内容。"),
)
"""Return it, with a reason."""


@Act(
    PETITION,
    HANDLE,
    title=gettext_lazy("更正工作文本"),
    lead=gettext_lazy(
        "信访人指出有误，或遮盖有遗漏的，在此更正（《个人信息保护法》第四十六条）。"
    ),
    safe=gettext_lazy("原文不变。更正的人、时间和理由记入审计记录，信访人可见已更正。"),
    form=CorrectionForm,
    options=lambda row, _request: {"initial": {"title": row.title, "text": row.text}},
    submit=gettext_lazy("更正"),
)
def correct(row: Petition, form: CorrectionForm, by: By) -> Text:
    """更正 what units read of a petition."""
    correct_text(petition=row, correction=form.correction(), revision=by.revision, **by.stamp)
    return _("已更正。")
