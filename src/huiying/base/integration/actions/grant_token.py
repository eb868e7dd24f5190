"""Ask for an integration token, and sign it as a second person.

In:   name, purpose, scopes, end, networks.    Out:  a token that nobody can use yet.
Cost: one write and one record each.

A token is a reader who stands there day and night and is never asked again: what reads beyond
the public pages is granted by who administers and by the leader together. The terms of a token
are never changed; who wants others asks for another token.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.integration.models import IntegrationToken
from huiying.base.integration.queries import may_sign_token
from huiying.base.integration.scopes import Scope

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TokenTerms:
    """What is asked for.

    Attributes:
        networks: As ``parse_networks`` returns them; () = from anywhere.
        ends_at: The moment from which it is refused, at most 366 days ahead.
    """

    name: str
    purpose: str
    scopes: Collection[str]
    ends_at: datetime
    networks: Collection[str] = ()


@transaction.atomic
def ask_token(*, terms: TokenTerms, officer: Officer, now: datetime) -> IntegrationToken:
    """Ask for a token.

    Raises:
        PermissionDenied: If the officer does not manage channels.
        Refused: If a name, a purpose or a scope is missing, or it would last too long.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    name, purpose = (masked_text(text.strip()) for text in (terms.name, terms.purpose))
    scopes = [str(scope) for scope in Scope if scope in set(terms.scopes)]
    if not name or not purpose:
        raise Refused(_("请填写名称和用途。"))
    if not scopes or len(scopes) != len(set(terms.scopes)):
        raise Refused(_("请选择可读取的内容。"))
    if not now < terms.ends_at <= now + LONGEST:
        raise Refused(_("到期日期须在一年以内。"))
    row = IntegrationToken.objects.create(
        bureau_id=officer.bureau_id,
        name=name[:60],
        purpose=purpose[:200],
        scopes=scopes,
        networks=list(terms.networks),
        ends_at=terms.ends_at,
        asked_by=officer,
        asked_at=now,
    )
    record(
        row,
        "integration_token.asked",
        officer,
        now,
        scopes=scopes,
        networks=row.networks,
        ends_at=row.ends_at.isoformat(),
        reason=row.purpose,
    )
    return row


@transaction.atomic
def sign_token(*, token: IntegrationToken, officer: Officer, now: datetime) -> None:
    """Sign a token that reads what is not public: the second person.

    Raises:
        PermissionDenied: If the officer signs nothing for others.
        Stale: If it waits no longer.
        Refused: If he asked for it, is not the leader, or both accounts are in one hand.
    """
    require(officer, Capability.SIGN_ROLES)
    held = lock_row(IntegrationToken, token.pk)
    if not held.awaits_signature:
        raise Stale(_("该令牌已签署或已终止，本次操作未执行。"))
    if not may_sign_token(held, officer, now):
        raise Refused(_("须由组长本人签署，且不得为申请人。"))
    held.signed_by, held.signed_at = officer, now
    held.save(update_fields=["signed_by", "signed_at"])
    record(held, "integration_token.signed", officer, now, scopes=held.scopes)
