"""口令: issue and revoke the access token of an agency's system; run each call once per key."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_text
from huiying.work.casework.liaison.models import AgencyToken, HandedIn

TOKEN_BYTES, MAX_REASON = 32, 200


class KeyConflict(Refused):
    """The idempotency key was used for another content; nothing was taken."""

    def __init__(self) -> None:
        super().__init__(_("该 Idempotency-Key 已用于其他内容，本次未接收。请更换后重新提交。"))


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """What the agency's system is told; ``replayed``: the stored answer of the same key."""

    body: dict[str, Any]
    replayed: bool


@transaction.atomic
def make_token(*, unit: Unit, officer: Officer, now: datetime) -> str:
    """Make a token for an agency's system; the old one ends at once.

    Returns:
        The token, which cannot be read again later.

    Raises:
        Refused: If the unit is no agency of the officer's bureau.
    """
    outside = unit.kind == UnitKind.AGENCY and unit.active
    if unit.bureau_id != officer.bureau_id or not outside:
        raise Refused(_("只有外单位的系统用这种口令。"))
    replaced = house_text("更换令牌")
    AgencyToken.objects.filter(unit=unit, ended_at__isnull=True).update(
        ended_at=now, reason=replaced
    )
    token = f"hya_{secrets.token_urlsafe(TOKEN_BYTES)}"
    AgencyToken.objects.create(
        bureau_id=unit.bureau_id,
        unit=unit,
        digest=token_digest(token),
        made_at=now,
        made_by=officer,
    )
    record(unit, "agency.token_made", officer, now)
    return token


@transaction.atomic
def end_token(*, token: AgencyToken, reason: str, officer: Officer, now: datetime) -> None:
    """收回: from now on the system is refused; what it handed in stays.

    Raises:
        Refused: If no reason is given, or it ended already.
    """
    words = masked_text(reason.strip())[:MAX_REASON]
    if not words:
        raise Refused(_("请填写收回理由。"))
    rows = AgencyToken.objects.filter(pk=token.pk, ended_at__isnull=True)
    if rows.update(ended_at=now, reason=words) != 1:
        raise Refused(_("该令牌已收回或更换。"))
    record(token.unit, "agency.token_ended", officer, now, reason=words)


def token_digest(token: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hash_of_text(token)


@transaction.atomic
def record_use(*, token: AgencyToken, now: datetime) -> None:
    """Count a call; of those with a token that ended, the record holds one an hour."""
    row = AgencyToken.objects.filter(pk=token.pk)
    if token.ended_at is not None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        active = Q(last_used_at__gt=token.ended_at, last_used_at__gte=hour)
        if row.exclude(active).update(used=F("used") + 1, last_used_at=now):
            record(token.unit, "agency.token_refused", actor_of_system(token), now)
            return
    row.update(used=F("used") + 1, last_used_at=now)


def actor_of_system(token: AgencyToken) -> Actor:
    """Return how the record names an agency's system."""
    return Actor(f"agency:{token.unit_id}", token.unit.name)


@transaction.atomic
def perform_once(
    *,
    token: AgencyToken,
    key: str,
    content: dict[str, Any],
    now: datetime,
    perform: Callable[[], dict[str, Any]],
) -> ApiAnswer:
    """Perform an act once a key; the same key with the same content gets the same answer.

    A refused act stores nothing, so that the key may be used for the corrected content.

    Args:
        key: 1 to 100 characters.
        content: What was sent, with the address that it was sent to.

    Raises:
        KeyConflict: If the key was used for another content.
        Exception: Whatever the act raises.
    """
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    digest = hash_of_text(canonical)
    row, new = HandedIn.objects.get_or_create(
        bureau_id=token.bureau_id,
        unit=token.unit,
        key=key,
        defaults={"body_digest": digest, "at": now},
    )
    if not new:
        if row.body_digest != digest:
            raise KeyConflict
        return ApiAnswer(row.answer, replayed=True)
    row.answer = perform()
    row.save(update_fields=["answer"])
    return ApiAnswer(row.answer, replayed=False)
