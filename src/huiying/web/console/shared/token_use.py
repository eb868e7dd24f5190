"""The newest token of a system outside, as a list shows it: when made, how used, why ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.work.casework.liaison.models import AgencyToken
from huiying.work.reports.exchange.models import SubordinateToken, SuperiorToken


@dataclass(frozen=True, slots=True)
class TokenUse:
    """A token; made_at: None = there is none."""

    works: bool = False
    made_at: datetime | None = None
    made_by: str = ""
    used: int = 0
    last_used_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = ""


def token_use(token: AgencyToken | SubordinateToken | SuperiorToken | None) -> TokenUse:
    """Return the newest token of a system; no query."""
    if token is None:
        return TokenUse()
    return TokenUse(
        works=token.ended_at is None,
        made_at=token.made_at,
        made_by=token.made_by.name,
        used=token.used,
        last_used_at=token.last_used_at,
        ended_at=token.ended_at,
        end_reason=token.reason,
    )
