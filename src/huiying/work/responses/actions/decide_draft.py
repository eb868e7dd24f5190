"""审定: a leader who wrote none of it approves these words, or returns them with a reason.

In:   a submitted draft, the hash that the approver saw.    Out:  approved, or writing.
Cost: three writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability, Role
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import roles_of
from huiying.base.signoff.actions.decide import CannotDecide, HashChanged, decide
from huiying.base.signoff.models import SignoffRequest
from huiying.work.responses.content import content_of, hash_of
from huiying.work.responses.drafting import claim, record
from huiying.work.responses.exceptions import CannotAnswer, Stale
from huiying.work.responses.models import Draft, DraftState


@transaction.atomic
def approve_draft(*, draft: Draft, seen_hash: str, officer: Officer, now: datetime) -> None:
    """Approve a draft for release; it is not published by this.

    Args:
        seen_hash: The hash of the content on the approver's screen.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        CannotAnswer: If he wrote on it, or it does not wait for approval.
        Stale: If the words are no longer those that he saw.
    """
    digest = _decide(draft, officer, approve=True, reason="", seen_hash=seen_hash, now=now)
    role = Role.LEADER if Role.LEADER in roles_of(officer) else Role.DEPUTY
    claim(
        draft,
        revision=draft.revision,
        states=(DraftState.SUBMITTED,),
        state=DraftState.APPROVED,
        approved_as=role,
    )
    record(
        draft,
        verb="draft.approved",
        officer=officer,
        now=now,
        data={"version": draft.version, "hash": digest, "as": role.value},
    )


@transaction.atomic
def return_draft(
    *, draft: Draft, seen_hash: str, reason: str, officer: Officer, now: datetime
) -> None:
    """Send a draft back to its writer.

    Raises:
        PermissionDenied, CannotAnswer, Stale: As ``approve_draft``; also without a reason.
    """
    if not reason.strip():
        raise CannotAnswer(_("退回须写明要改什么。"))
    _decide(draft, officer, approve=False, reason=reason.strip(), seen_hash=seen_hash, now=now)
    claim(
        draft,
        revision=draft.revision,
        states=(DraftState.SUBMITTED,),
        state=DraftState.WRITING,
    )
    record(
        draft, verb="draft.returned", officer=officer, now=now, data={"reason": reason.strip()}
    )


def _decide(
    draft: Draft, officer: Officer, *, approve: bool, reason: str, seen_hash: str, now: datetime
) -> str:
    require(officer, Capability.APPROVE)
    draft.refresh_from_db()
    request = _pending(draft)
    digest = hash_of(content_of(draft))
    if seen_hash != digest:
        raise Stale(_("文字和你看到的不一样了，没有审定。请看新的全文。"))
    try:
        decide(
            request=request,
            officer=officer,
            approve=approve,
            reason=reason,
            content_hash=digest,
            now=now,
            authors=draft.writers,
        )
    except HashChanged as error:
        raise Stale(str(error)) from error
    except CannotDecide as error:
        raise CannotAnswer(str(error)) from error
    return digest


def _pending(draft: Draft) -> SignoffRequest:
    if draft.state != DraftState.SUBMITTED or draft.signoff is None:
        label = DraftState(draft.state).label
        raise CannotAnswer(_("这份回应现在是“%(state)s”，不用审定。") % {"state": label})
    return draft.signoff
