"""Decide a request for approval: by others than its authors, bound to the hash of its content.

In:   a request, the decider, the hash of what was on the screen.    Out:  the decision.
Cost: two conditional updates, one signature and one audit record.

Not editable in any rule book: author is never approver, and a decision is bound to a hash.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import principals_of
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision, Signature, SignoffRequest
from huiying.reasons.reason import Reason

STOP_REASONS = {
    Decision.APPROVED: Reason("clocks.approved"),
    Decision.RETURNED: Reason("clocks.returned_for_changes"),
}


@transaction.atomic
def decide(
    *,
    request: SignoffRequest,
    officer: Officer,
    approve: bool,
    reason: str,
    content_hash: str,
    now: datetime,
    authors: Collection[int] = (),
) -> SignoffRequest:
    """Sign or return. The last signature that is needed approves; one return is enough.

    The clock of the request stops with the decision, not with a signature before it.

    Args:
        content_hash: Hash of the text that the decider saw.
        authors: Keys of further officers who wrote the text.

    Raises:
        Refused: If the decider asked for it or wrote it, or stood at any time since then for
            somebody who did, or one hand could act with both accounts, or he works in another
            bureau; if he signed it already, or one he stands for or who stands for him, or one
            in whose hand his account is: as many different persons as needed, not as many
            signatures. Also if it is returned without a reason.
        Stale: If somebody decided first, or the decider saw another text than waits.
    """
    _other_person(request, officer, authors, now)
    if content_hash != request.content_hash:
        raise Stale(_("稿件在打开后已修改，本次决定未生效。请阅读最新稿件后重新审定。"))
    if not approve and not reason.strip():
        raise Refused(_("退回修改须写明理由。"))
    waiting = SignoffRequest.objects.filter(
        pk=request.pk, decision=Decision.PENDING, content_hash=content_hash
    )
    signing = {"signed": F("signed") + 1} if approve else {"decision": Decision.RETURNED}
    if waiting.update(**signing) != 1:
        raise Stale(_("该送审已被处理或撤回，本次决定未生效。请刷新后查看。"))
    rows = SignoffRequest.objects.filter(pk=request.pk)
    verdict = {
        "decided_by": officer,
        "decided_at": now,
        "reason": masked_text(reason.strip())[:400],
    }
    if approve:
        _sign(request, officer, now)
        rows = rows.filter(signed__gte=F("needed"))
        verdict["decision"] = Decision.APPROVED
    rows.update(**verdict)
    request.refresh_from_db()
    decided = request.decision != Decision.PENDING
    if decided:
        _stop(request, now)
    _record(request, officer, now, decided=decided)
    return request


def _other_person(
    request: SignoffRequest, officer: Officer, authors: Collection[int], now: datetime
) -> None:
    """Refuse who asked, wrote, stands for somebody who did, or works elsewhere."""
    if officer.pk == request.requested_by_id or officer.pk in authors:
        raise Refused(_("起草人、送审人不得审定本人稿件，须由另一位领导审定。"))
    behind = principals_of(officer, since=request.requested_at, now=now)
    if behind & {request.requested_by_id, *authors}:
        raise Refused(_("您正代行起草人或送审人职责，不得审定其稿件，须由另一位领导审定。"))
    if hand_of(officer, now) & {request.requested_by_id, *authors}:
        raise Refused(_in_one_hand())
    if officer.bureau_id != request.bureau_id:
        raise Refused(_("只能由本局领导审定。"))


def _stop(request: SignoffRequest, now: datetime) -> None:
    if request.clock is not None:
        stop_clock(
            clock=request.clock,
            at=now,
            reason=STOP_REASONS[Decision(request.decision)],
            now=now,
        )


def _on_behalf(officer: Officer, now: datetime) -> dict[str, list[str]]:
    """Say for whom the decider stood: an approval on somebody's behalf is recorded as one."""
    behind = principals_of(officer, since=now, now=now)
    return {"stands_for": [f"officer:{key}" for key in sorted(behind)]} if behind else {}


def _sign(request: SignoffRequest, officer: Officer, now: datetime) -> None:
    """Keep one person's signature; the table itself holds that nobody signs twice."""
    _row, new = Signature.objects.get_or_create(
        bureau_id=request.bureau_id, request=request, officer=officer, defaults={"at": now}
    )
    if not new:
        raise Refused(_("您已签署，尚需其他人员签署。"))
    own, hand = _persons(officer, request, now), hand_of(officer, now)
    for other in request.signatures.exclude(officer=officer).select_related("officer"):
        if other.officer_id in hand:
            raise Refused(_in_one_hand())
        if own & _persons(other.officer, request, now):
            raise Refused(_("您所代行的人员或代行您职责的人员已签署，尚需其他人员签署。"))


def _in_one_hand() -> str:
    return _(
        "您与起草、送审或已签署人员的账号由对方或同一人添加、调整、启用（尚未经第二人确认），"
        "或近七日内重设过，不得由两人共同签署。请由另一位领导办理；新账号可由组长等先确认本人"
        "已接管。"
    )


def _persons(officer: Officer, request: SignoffRequest, now: datetime) -> frozenset[int]:
    """Return the officer and those for whom he stood while the request was open."""
    return principals_of(officer, since=request.requested_at, now=now) | {officer.pk}


def _record(request: SignoffRequest, officer: Officer, now: datetime, *, decided: bool) -> None:
    record(
        request,
        f"signoff.{request.decision.lower() if decided else 'signed'}",
        officer,
        now,
        hash=request.content_hash,
        reason=request.reason,
        **_on_behalf(officer, now),
    )
