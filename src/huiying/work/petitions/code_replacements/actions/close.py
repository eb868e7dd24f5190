"""Close a request for a new query code whose petition is erased: no code leads there."""

from __future__ import annotations

from datetime import datetime

from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason
from huiying.work.petitions.code_replacements.queries import open_replacement
from huiying.work.petitions.core.models import Petition


def close_replacement(petition: Petition, now: datetime) -> None:
    """Void the request that waits, if there is one; at most three writes."""
    waiting = open_replacement(petition)
    if waiting is None:
        return
    void(request=waiting.signoff, reason=Reason("clocks.petition_erased"), now=now)
    waiting.closed_at = now
    waiting.save(update_fields=["closed_at"])
