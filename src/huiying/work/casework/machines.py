"""Read what systems of agencies may see: their token, open shares, claims they were asked.

In:   a bureau, a token's digest, an agency.    Out:  rows for screens and for the API.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiying.base.accounts.models import Unit
from huiying.work.casework.liaison import agencies_of
from huiying.work.casework.models import (
    AgencyToken,
    Docket,
    DocketState,
    Share,
    ShareState,
)

__all__ = [
    "AgencyToken",
    "agencies_with_tokens",
    "claims_asked",
    "open_shares",
    "token_by_digest",
    "working_token",
]


def token_by_digest(digest: str) -> AgencyToken | None:
    """Return the token with this digest, works it or not."""
    rows = AgencyToken.objects.filter(digest=digest)
    return rows.select_related("unit", "bureau").first()


def agencies_with_tokens(bureau_id: int) -> list[tuple[Unit, AgencyToken | None]]:
    """Return every agency with its newest token, working or ended."""
    newest: dict[int, AgencyToken] = {}
    rows = AgencyToken.objects.filter(bureau_id=bureau_id).select_related("unit", "made_by")
    for row in rows:
        newest.setdefault(row.unit_id, row)
    return [(unit, newest.get(unit.pk)) for unit in agencies_of(bureau_id)]


def open_shares(unit: Unit, now: datetime) -> QuerySet[Share]:
    """Return the shares that an agency may look at now, newest first."""
    rows = Share.objects.filter(unit=unit, state=ShareState.OPEN, ends_at__gt=now)
    return rows.select_related("unit", "incident__merged_into").order_by("-shared_at", "-pk")


def claims_asked(unit: Unit) -> QuerySet[Docket]:
    """Return the claims that an agency was asked and has not answered, oldest first."""
    rows = Docket.objects.filter(unit=unit, state=DocketState.ASKED)
    return rows.select_related("unit", "clock").order_by("asked_at", "pk")


def working_token(unit: Unit) -> AgencyToken | None:
    """Return the token of an agency that works at the moment, if there is one."""
    rows = AgencyToken.objects.filter(unit=unit, ended_at__isnull=True)
    return rows.select_related("unit").first()
