"""A kind of request: what binds it, who may decide it, which acts decide it.

In:   a declaration beside the acts of each kind.    Out:  what screens and decisions need.
Cost: none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.utils.functional import Promise

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import Clock
from huiying.base.errors import Stale
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.models import SignoffRequest

Row = TypeVar("Row")


def is_leader(request: SignoffRequest, officer: Officer) -> bool:
    """Tell whether an officer decides what leaders alone decide."""
    del request
    return may(officer, Capability.APPROVE)


def may_sign_next(request: SignoffRequest, officer: Officer) -> bool:
    """Tell whether an officer may give the next signature: the last one is a leader's."""
    last = request.signed + 1 >= request.needed
    return may(officer, Capability.APPROVE if last else Capability.REVIEW)


def clock_of_request(request: SignoffRequest) -> Clock | None:
    """Return the time for the decision itself."""
    return request.clock


def nobody(row: object) -> Collection[int]:
    """Return no further authors: who asked wrote it alone."""
    del row
    return ()


@dataclass(frozen=True, kw_only=True)
class SignoffKind(Generic[Row]):
    """One kind of request, declared beside the acts that decide it.

    Attributes:
        name: As stored with each request.
        content_hash: Of the row as it stands now; a decision is bound to it.
        approve, send_back: The acts, of row, ``shown_hash``, officer, moment (and a reason).
        changed: Says that the row is no longer what the decider saw.
        authors: Further officers who wrote the row, and so do not decide.
        may_decide: Whether an officer's role lets him decide a request that waits.
        clock: What presses the decision.
    """

    name: str
    content_hash: Callable[[Row], str]
    approve: Callable[..., object]
    send_back: Callable[..., object]
    changed: str | Promise = ""
    authors: Callable[[Row], Collection[int]] = nobody
    may_decide: Callable[[SignoffRequest, Officer], bool] = is_leader
    clock: Callable[[SignoffRequest], Clock | None] = clock_of_request

    def require_unchanged(self, row: Row, request: SignoffRequest, shown_hash: str) -> str:
        """Return the hash of a row that is still what was asked for and what was seen.

        Raises:
            Stale: If it is not.
        """
        digest = self.content_hash(row)
        if not shown_hash == digest == request.content_hash:
            raise Stale(str(self.changed))
        return digest

    def decide(
        self,
        row: Row,
        request: SignoffRequest,
        *,
        approve: bool,
        reason: str,
        shown_hash: str,
        officer: Officer,
        now: datetime,
    ) -> SignoffRequest:
        """Decide about a row exactly as the decider saw it, and as it was asked for.

        Raises:
            Refused, Stale: As ``decide``; Stale also if the row is another one by now.
        """
        digest = self.require_unchanged(row, request, shown_hash)
        return decide(
            request=request,
            officer=officer,
            approve=approve,
            reason=reason,
            content_hash=digest,
            now=now,
            authors=self.authors(row),
        )
