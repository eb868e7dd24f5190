"""Make the secret of a granted token, count its calls, end it.

In:   a token.    Out:  the secret, once.
Cost: one write and one record; a call one update.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.integration.models import IntegrationToken
from huiying.policy.core.hashing import hash_of_text

TOKEN_BYTES, MAX_REASON = 32, 200


@transaction.atomic
def make_secret(*, token: IntegrationToken, officer: Officer, now: datetime) -> str:
    """Make the secret of a token; one that was made before ends at once.

    Returns:
        The secret, which cannot be read again later.

    Raises:
        PermissionDenied: If the officer does not manage channels.
        Refused: If it ended, waits for a signature, or somebody else asked for it.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    held = lock_row(IntegrationToken, token.pk)
    if held.ended_at is not None or held.ends_at <= now:
        raise Refused(_("该令牌已终止或已到期。"))
    if held.awaits_signature:
        raise Refused(_("该令牌尚未经组长签署。"))
    if held.asked_by_id != officer.pk:
        raise Refused(_("须由申请人本人生成。"))
    secret = f"hyi_{secrets.token_urlsafe(TOKEN_BYTES)}"
    held.digest, held.made_at = secret_digest(secret), now
    held.save(update_fields=["digest", "made_at"])
    record(held, "integration_token.made", officer, now)
    return secret


@transaction.atomic
def end_token(*, token: IntegrationToken, reason: str, officer: Officer, now: datetime) -> None:
    """End a token, or refuse one that waits for a signature; it is refused from now on.

    Raises:
        PermissionDenied: If the officer neither manages channels nor signs for others.
        Refused: If no reason is given, or it ended before.
    """
    require(officer, Capability.MANAGE_CHANNELS, Capability.SIGN_ROLES)
    words = masked_text(reason.strip())[:MAX_REASON]
    if not words:
        raise Refused(_("请填写收回理由。"))
    rows = IntegrationToken.objects.filter(pk=token.pk, ended_at__isnull=True)
    if rows.update(ended_at=now, ended_by=officer, end_reason=words) != 1:
        raise Refused(_("该令牌已收回。"))
    record(token, "integration_token.ended", officer, now, reason=words)


@transaction.atomic
def count_use(*, token: IntegrationToken, works: bool, now: datetime) -> None:
    """Count a call; of those that are refused, the record holds one an hour.

    Args:
        works: Whether the token was good: not ended, and shown from one of its networks.
    """
    rows = IntegrationToken.objects.filter(pk=token.pk)
    if works:
        rows.update(used=F("used") + 1, last_used_at=now)
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    silent = Q(last_refused_at__isnull=True) | Q(last_refused_at__lt=hour)
    if rows.filter(silent).update(last_refused_at=now):
        record(token, "integration_token.refused", token, now)


def secret_digest(secret: str) -> str:
    """Return what is stored of a secret; 256 random bits need no slow hash."""
    return hash_of_text(secret)
