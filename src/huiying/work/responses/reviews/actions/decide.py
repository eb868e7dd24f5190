"""复核、审定: reviewers who are not authors sign these words by check-lists, or return them.

In:   a submitted draft, the hash that the reviewer saw, what he ticked.
Out:  one review more; with the last one, by a leader, approved; or writing again.
Cost: about five writes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of, roles_of
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.kinds import SignoffKind, may_sign_next
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release import reviews
from huiying.policy.release.reviews import reviews_by_number
from huiying.work.responses.core.claim import claim_draft
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.reviews.actions.submit import SIGNOFF_KIND
from huiying.work.responses.reviews.models import Review
from huiying.work.responses.reviews.required import capability_of, required_reviews


@transaction.atomic
def approve_draft(
    draft: Draft,
    *,
    shown_hash: str,
    officer: Officer,
    now: datetime,
    ticked: Collection[str] = (),
    place: int | None = None,
) -> None:
    """Sign the review that waits; the last one approves. Nothing is published by this.

    Args:
        shown_hash: The hash of the content on the reviewer's screen.
        ticked: The check-lists (``reviews.CheckList``) that he went through.
        place: Which review was on his screen, counted from 0; None = whichever waits.

    Raises:
        PermissionDenied: If the officer may not review; of the last one, if he leads not.
        Refused: If he wrote on it or signed already, a list is not ticked, the matter
            needs more reviews than were asked for, or it does not wait for any.
        Stale: If the words are no longer those that he saw, or somebody signed before him.
    """
    draft.refresh_from_db()
    request, review = _waiting(draft, place)
    require(officer, capability_of(review))
    DRAFT_KIND.require_unchanged(draft, request, shown_hash)
    if missing := set(review.lists) - set(ticked):
        raise Refused(_("尚有 %(count)s 张清单未核对，未签署。") % {"count": len(missing)})
    if request.needed < len(required_reviews(draft)):
        raise Refused(_("送审后事件等级上调，须增加审核人员。请退回，重新送审。"))
    place = request.signed
    done = DRAFT_KIND.decide(
        draft,
        request,
        approve=True,
        reason="",
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    _store_review(done, officer, place, review)
    if done.decision == Decision.APPROVED:
        _approved(draft, officer, done.content_hash, now)
        return
    claim_draft(draft, revision=draft.revision, states=(DraftState.SUBMITTED,))
    lists = [str(name) for name in review.lists]
    data = {"version": draft.version, "hash": done.content_hash, "lists": lists}
    record(draft, "draft.reviewed", officer, now, **data)


def _signs_as(officer: Officer) -> Role:
    """Return as what he approves, as the public reads it: his own office before a lent one."""
    own = own_roles_of(officer)
    held = own if own & {Role.LEADER, Role.DEPUTY} else roles_of(officer)
    return Role.LEADER if Role.LEADER in held else Role.DEPUTY


def _approved(draft: Draft, officer: Officer, digest: str, now: datetime) -> None:
    role = _signs_as(officer)
    claim_draft(
        draft,
        revision=draft.revision,
        states=(DraftState.SUBMITTED,),
        state=DraftState.APPROVED,
        approved_as=role,
    )
    record(
        draft,
        "draft.approved",
        officer,
        now,
        version=draft.version,
        hash=digest,
        **{"as": role.value},
    )


@transaction.atomic
def return_draft(
    draft: Draft, *, shown_hash: str, reason: str, officer: Officer, now: datetime
) -> None:
    """Send a draft back to its writer, at any of its reviews.

    Raises:
        PermissionDenied, Refused, Stale: As ``approve_draft``; also without a reason.
    """
    draft.refresh_from_db()
    request, review = _waiting(draft, None)
    require(officer, capability_of(review))
    if not reason.strip():
        raise Refused(_("请填写退回修改意见。"))
    DRAFT_KIND.decide(
        draft,
        request,
        approve=False,
        reason=masked_text(reason.strip())[:400],
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    claim_draft(
        draft,
        revision=draft.revision,
        states=(DraftState.SUBMITTED,),
        state=DraftState.WRITING,
    )
    record(draft, "draft.returned", officer, now, reason=reason.strip())


DRAFT_KIND = SignoffKind[Draft](
    name=SIGNOFF_KIND,
    content_hash=lambda draft: hash_of_content(content_of(draft)),
    approve=approve_draft,
    send_back=return_draft,
    changed=gettext_lazy("文字已更新，本次未审定。请阅读最新全文。"),
    authors=lambda draft: draft.writers,
    may_decide=may_sign_next,
)


def _store_review(
    request: SignoffRequest, officer: Officer, place: int, review: reviews.Review
) -> None:
    """Keep which review a signature filled; of two who sign at once the second is told."""
    signature = request.signatures.get(officer=officer)
    _row, new = Review.objects.get_or_create(
        signoff=request,
        place=place,
        defaults={
            "bureau_id": request.bureau_id,
            "signature": signature,
            "lists": [str(name) for name in review.lists],
        },
    )
    if not new:
        raise Stale(_("该道审核已由他人签署，本次未生效。请刷新后查看。"))


def _waiting(draft: Draft, place: int | None) -> tuple[SignoffRequest, reviews.Review]:
    """Return the request of a draft and the review that is next.

    Raises:
        Refused, Stale: If it does not wait, or another review than ``place`` is next.
    """
    request = draft.signoff
    pending = request is not None and request.decision == Decision.PENDING
    if draft.state != DraftState.SUBMITTED or request is None or not pending:
        label = DraftState(draft.state).label
        raise Refused(_("该回应当前状态为“%(state)s”，无需审定。") % {"state": label})
    if place is not None and place != request.signed:
        raise Stale(_("该道审核已由他人签署，本次未生效。请刷新后查看。"))
    return request, reviews_by_number(request.needed)[request.signed]
