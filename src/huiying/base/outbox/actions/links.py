"""Signed links: shown on GET, act once on POST, expire, can be revoked.

In:   a purpose, the public number it is for, the unit it was sent to.
Out:  a token of 256 random bits; the database keeps its SHA-256 alone.
Cost: one row per link; one indexed query per use.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.outbox.models import Channel, SignedLink

LONGEST_TOKEN = 200


class LinkProblem(StrEnum):
    """Why a link does not work; the screen has a sentence for each."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


@transaction.atomic
def make_link(
    *,
    bureau_id: int,
    purpose: str,
    about_ref: str,
    unit: Unit | None,
    now: datetime,
    lifetime: timedelta,
    channel: Channel | None = None,
) -> str:
    """Make a link and return its token, which cannot be read again later."""
    token = secrets.token_urlsafe(32)
    SignedLink.objects.create(
        bureau_id=bureau_id,
        digest=_digest(token),
        purpose=purpose,
        about_ref=about_ref,
        unit=unit,
        channel=channel,
        made_at=now,
        expires_at=now + lifetime,
    )
    return token


def read_link(token: str, purpose: str, now: datetime) -> SignedLink | LinkProblem:
    """Return the link of a token, or why it does not work. Reading changes nothing.

    A token of another purpose is unknown, as is one that was never made.
    """
    link = find_link(token, purpose)
    if link is None:
        return LinkProblem.UNKNOWN
    if link.revoked_at is not None:
        return LinkProblem.REVOKED
    if link.used_at is not None:
        return LinkProblem.USED
    return LinkProblem.EXPIRED if link.expires_at <= now else link


def find_link(token: str, purpose: str) -> SignedLink | None:
    """Return the link of a token, works it or not: its page says what became of it."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    rows = SignedLink.objects.select_related("unit", "bureau", "channel")
    return rows.filter(digest=_digest(token), purpose=purpose).first()


@transaction.atomic
def note_refusal(link: SignedLink, problem: LinkProblem, now: datetime) -> None:
    """Record that somebody tried to act by a link that no longer works."""
    record(
        link,
        "link.refused",
        link,
        now,
        unit=link.unit_name,
        problem=str(problem),
    )


@transaction.atomic
def use_link(link: SignedLink, now: datetime) -> bool:
    """Use a link up; True for the one caller that did."""
    fresh = SignedLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    if fresh.update(used_at=now) != 1:
        return False
    record(link, "link.used", link, now)
    return True


@transaction.atomic
def revoke_link(*, link: SignedLink, reason: str, officer: Officer, now: datetime) -> bool:
    """Take one link back; False if it was used, revoked or has expired already."""
    fresh = SignedLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    if (
        fresh.update(revoked_at=now, revoked_by=officer, revoked_why=masked_text(reason)[:200])
        != 1
    ):
        return False
    record(link, "link.revoked", officer, now, unit=link.unit_name, reason=reason[:200])
    return True


@transaction.atomic
def revoke_links(*, bureau_id: int, about_ref: str, now: datetime) -> int:
    """Revoke every link of a matter that was not used yet; return how many."""
    return SignedLink.objects.filter(
        bureau_id=bureau_id, about_ref=about_ref, used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
