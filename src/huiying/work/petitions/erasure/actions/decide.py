"""Decide an application for erasure: one officer proposes, another person decides.

In:   an open application, erase or refuse, the ground, the reason.
Out:  an erased petition, or a refusal whose reason and basis who asked can read.
Cost: about five writes; those of the erasure.

Refusing takes two as well: nobody alone keeps what somebody has a right to have erased.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind, is_leader
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.petitions.erasure import ErasureGround, ErasureState, RefusalGround
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.core.texts import MAX_LINE, checked_words
from huiying.work.petitions.erasure.actions.ask import may_be_erased
from huiying.work.petitions.erasure.actions.erase import erase_petition
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.petitions.search import forget_text
from huiying.work.petitions.recusals.queries import may_sign_for

KIND = "petition_erasure"
CHANGED = gettext_lazy("删除申请在打开后已更新，本次操作未执行。请核对最新内容后重新提交。")


@dataclass(frozen=True, slots=True)
class ErasureProposal:
    """What an officer proposes: to erase or to refuse, on a ground of the law."""

    ground: ErasureGround | RefusalGround
    reason: str

    @property
    def grants(self) -> bool:
        """It proposes to erase."""
        return isinstance(self.ground, ErasureGround)


def erasure_hash(row: PetitionErasure) -> str:
    """Return the hash of what is signed: this petition, this ground, these words."""
    return hash_of_content(
        {
            "schema": 1,
            "number": row.number,
            "petition": row.petition.number,
            "grants": bool(row.grants),
            "ground": row.ground,
            "reason": row.reason,
        }
    )


@transaction.atomic
def propose_erasure(
    *,
    erasure: PetitionErasure,
    proposal: ErasureProposal,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> SignoffRequest:
    """Propose to erase or to refuse; what was proposed before waits no more.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If it is decided, he works for the unit that handled the petition or stands in
            for somebody who does, no reason is given, or the petition is open again.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    _not_concerned(erasure, officer, now)
    reason = checked_words(proposal.reason, MAX_LINE, _("请填写理由；理由须告知申请人。"))
    if proposal.grants and not may_be_erased(erasure.petition):
        raise Refused(_("该信访事项尚未办结，不得删除。请先办结或登记撤回。"))
    _claim(
        erasure,
        revision,
        grants=proposal.grants,
        ground=str(proposal.ground),
        reason=reason,
        proposed_by=officer,
        state=str(ErasureState.PROPOSED),
    )
    label = (
        house_text("删除信访事项 %(number)s")
        if proposal.grants
        else house_text("不予删除信访事项 %(number)s")
    )
    erasure.signoff = request_approval(
        bureau_id=erasure.bureau_id,
        kind=KIND,
        about_ref=erasure.number,
        label=label % {"number": erasure.petition.number},
        content_hash=erasure_hash(erasure),
        officer=officer,
        clock=None,
        now=now,
    )
    erasure.save(update_fields=["signoff"])
    data = {"grants": proposal.grants, "ground": str(proposal.ground), "reason": reason}
    record(erasure, "petition_erasure.proposed", officer, now, **data)
    return erasure.signoff


@transaction.atomic
def decide_erasure(
    erasure: PetitionErasure,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> bool:
    """Decide what is proposed, or return it with a reason; then it is proposed anew.

    Returns:
        True if the petition is erased by this.

    Raises:
        PermissionDenied: If he does not approve.
        Refused: If he recorded or proposed it, stands in for who did, works for the unit that
            handled the petition, gives no reason, or the petition is open again.
        Stale: If somebody decided first, or another proposal was shown.
    """
    require(officer, Capability.APPROVE)
    _not_concerned(erasure, officer, now)
    request = erasure.signoff
    if request is None or erasure.state != ErasureState.PROPOSED:
        raise Stale(str(CHANGED))
    request.refresh_from_db()
    done = ERASURE_KIND.decide(
        erasure,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if done.decision == Decision.RETURNED:
        _claim(erasure, None, state=str(ErasureState.ASKED))
        record(erasure, "petition_erasure.returned", officer, now, reason=done.reason)
        return False
    if done.decision != Decision.APPROVED:
        return False
    return _carry_out(erasure, officer, now)


def _carry_out(erasure: PetitionErasure, officer: Officer, now: datetime) -> bool:
    petition, grants = erasure.petition, bool(erasure.grants)
    petition.refresh_from_db()
    state = ErasureState.ERASED if grants else ErasureState.REFUSED
    _claim(erasure, None, state=str(state), decided_at=now)
    data = {"ground": erasure.ground, "hash": erasure_hash(erasure)}
    if grants:
        if not may_be_erased(petition):
            raise Refused(_("该信访事项尚未办结，不得删除。请先办结或登记撤回。"))
        record(erasure, "petition_erasure.granted", officer, now, **data)
        erase_petition(petition=petition, officer=officer, now=now)
        return True
    add_step(petition, StepKind.ERASURE_REFUSED, now, officer, ground=erasure.ground)
    if erasure.ground == RefusalGround.LEGAL_PERIOD:
        forget_text(petition)  # art. 47: it is stored and protected, and used for nothing else
    record(erasure, "petition_erasure.refused", officer, now, **data)
    return False


def _claim(erasure: PetitionErasure, revision: int | None, **changes: object) -> None:
    open_states = [str(ErasureState.ASKED), str(ErasureState.PROPOSED)]
    if not claim_row(erasure, revision, changes, state__in=open_states):
        raise Stale(str(CHANGED))


def _not_concerned(erasure: PetitionErasure, officer: Officer, now: datetime) -> None:
    unit = erasure.petition.competent_id
    if unit is not None and unit in units_behind(officer, now):
        raise Refused(_("承办单位人员及其代行人不得办理该信访事项的删除申请。"))


def _authors(erasure: PetitionErasure) -> Collection[int]:
    found = {erasure.recorded_by_id, erasure.proposed_by_id}
    return {one for one in found if one is not None}


def _signs(request: SignoffRequest, officer: Officer) -> bool:
    """Tell whether a leader signs; not who keeps out of the petition."""
    if not is_leader(request, officer):
        return False
    rows = PetitionErasure.objects.filter(bureau_id=request.bureau_id)
    row = rows.filter(number=request.about_ref).select_related("petition").first()
    return row is not None and may_sign_for(row.petition, officer)


ERASURE_KIND = SignoffKind[PetitionErasure](
    name=KIND,
    content_hash=erasure_hash,
    approve=partial(decide_erasure, approve=True, reason=""),
    send_back=partial(decide_erasure, approve=False),
    changed=CHANGED,
    authors=_authors,
    may_decide=_signs,
)
