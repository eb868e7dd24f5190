"""口令 of the system of a subordinate or superior: made, replaced, ended; its digest is stored.

In:   a subordinate, a superior's system.    Out:  the token, once.
Cost: two writes and a record.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_text
from huiying.work.reports.exchange.models import (
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)

TOKEN_BYTES, MAX_REASON = 32, 200
Installation = Subordinate | SuperiorSystem


@transaction.atomic
def make_token(*, row: Installation, officer: Officer, now: datetime) -> str:
    """Make a token for the system of another installation; the old one ends at once.

    Returns:
        The token, which cannot be read again later.

    Raises:
        Refused: If the other side is out of use.
    """
    if not row.active:
        raise Refused(_("该单位已停用，不能生成令牌。"))
    rows = row.tokens.filter(ended_at__isnull=True)
    rows.update(ended_at=now, reason=house_text("更换令牌"))
    token = f"hyr_{secrets.token_urlsafe(TOKEN_BYTES)}"
    row.tokens.create(
        bureau_id=row.bureau_id,
        digest=token_digest(token),
        made_at=now,
        made_by=officer,
    )
    record(row, f"{row.audit_subject().kind}.token_made", officer, now)
    return token


@transaction.atomic
def end_token(*, row: Installation, reason: str, officer: Officer, now: datetime) -> None:
    """收回: from now on the system is refused; what it handed in stays.

    Raises:
        Refused: If no reason is given, or no token works.
    """
    words = masked_text(reason.strip())[:MAX_REASON]
    if not words:
        raise Refused(_("请填写收回理由。"))
    rows = row.tokens.filter(ended_at__isnull=True)
    if rows.update(ended_at=now, reason=words) != 1:
        raise Refused(_("该令牌已收回或更换。"))
    record(row, f"{row.audit_subject().kind}.token_ended", officer, now, reason=words)


def token_digest(token: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hash_of_text(token)


@transaction.atomic
def record_use(*, token: SubordinateToken | SuperiorToken, now: datetime) -> None:
    """Count a call; of those with a token that ended, the record holds one an hour."""
    rows = token.holder.tokens.filter(pk=token.pk)
    if token.ended_at is not None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        active = Q(last_used_at__gt=token.ended_at, last_used_at__gte=hour)
        if rows.exclude(active).update(used=F("used") + 1, last_used_at=now):
            row = token.holder
            record(row, f"{row.audit_subject().kind}.token_refused", row.audit_actor(), now)
            return
    rows.update(used=F("used") + 1, last_used_at=now)
