"""Read requests to approve.

In:   a bureau, a kind and public number.    Out:  what waits, and how the last one ended.
Cost: one indexed query each.
"""

from __future__ import annotations

from django.db.models import Exists, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import delegations_by_asker
from huiying.base.signoff.models import Decision, Signature, SignoffRequest


def pending_for(bureau_id: int, *, officer: Officer | None = None) -> QuerySet[SignoffRequest]:
    """Return the requests that wait, oldest first.

    Args:
        officer: Leave out what this officer asked for or signed, or somebody for whom he
            stood meanwhile asked for: nobody approves his own, and nobody signs twice.
    """
    waiting = SignoffRequest.objects.filter(
        bureau_id=bureau_id, decision=Decision.PENDING
    ).select_related("requested_by", "clock")
    if officer is not None:
        waiting = waiting.exclude(requested_by=officer).exclude(signatures__officer=officer)
        if officer.as_of is not None:
            delegations = delegations_by_asker(officer, officer.as_of)
            waiting = waiting.exclude(Exists(delegations))
    return waiting.order_by("requested_at", "pk")


def latest_request(bureau_id: int, kind: str, ref: str) -> SignoffRequest | None:
    """Return the newest request about a matter, decided or not."""
    return request_history(bureau_id, kind, ref).first()


def request_history(bureau_id: int, kind: str, ref: str) -> QuerySet[SignoffRequest]:
    """Return all requests about a matter, newest first."""
    return (
        SignoffRequest.objects.filter(bureau_id=bureau_id, kind=kind, about_ref=ref)
        .select_related("requested_by", "decided_by", "clock")
        .order_by("-requested_at", "-pk")
    )


def current_approval(
    bureau_id: int, kind: str, ref: str, content_hash: str
) -> SignoffRequest | None:
    """Return the approval of exactly this content, if the newest request is one."""
    newest = latest_request(bureau_id, kind, ref)
    if newest is None or newest.decision != Decision.APPROVED:
        return None
    return newest if newest.content_hash == content_hash else None


def signatures_of(request: SignoffRequest) -> QuerySet[Signature]:
    """Return who signed a request, in the order of signing."""
    return request.signatures.select_related("officer")
