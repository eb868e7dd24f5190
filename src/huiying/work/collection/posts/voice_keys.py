"""Count distinct voices, and places of no list, without knowing whose or which they are.

In:   the platform and handle of an author, or a name of no list, for a moment in memory.
Out:  8 bytes that are equal for equal ones within one bureau and one period of 30 days.
Cost: one small query a batch, 2 µs an author.

The key of a period is random, encrypted at rest, and destroyed when the period is over: from
then on nobody, the bureau included, can test a name against the stored bytes.
"""

from __future__ import annotations

import base64
import hmac
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.db.models import QuerySet

from huiying.base.audit.record import record
from huiying.base.files.sealed_stream import open_key, reseal_stored_key, seal_key
from huiying.base.files.sealing import CannotOpen, all_secrets
from huiying.policy.rulebook.platforms import OTHER
from huiying.work.collection.posts.models import VoiceKey

log = logging.getLogger("huiying.voices")

PERIOD = timedelta(days=30)
FIRST_PERIOD = datetime(2020, 1, 1, tzinfo=UTC)
KEY_BYTES = 32
VOICE_BYTES = 8
_FERNET = b"gAAAA"  # how the token of a key of an earlier version begins


@dataclass(frozen=True, slots=True)
class VoiceHasher:
    """The voices of one bureau in one period; without a key every voice is unknown."""

    key: bytes | None

    def of(self, channel: str, author: str) -> bytes | None:
        """Return the voice of an author on a platform; None = unknown."""
        if self.key is None or not author:
            return None
        identity = f"{channel}\x1f{author}".encode("utf-8", "surrogatepass")
        return hmac.digest(self.key, identity, "sha256")[:VOICE_BYTES]

    def other(self, field: str, name: str) -> str:
        """Return what is stored of a place that is in no list: ``other:`` and 16 digits.

        Without a key or a name it is ``other`` alone, which counts as one place.

        Args:
            field: "channel" or "community".
            name: Folded, as names are compared.
        """
        if self.key is None or not name:
            return OTHER
        place = f"\x1e{field}\x1f{name}".encode("utf-8", "surrogatepass")
        return f"{OTHER}:{hmac.digest(self.key, place, 'sha256')[:VOICE_BYTES].hex()}"


def voice_hasher_of(bureau_id: int, now: datetime) -> VoiceHasher:
    """Return the voices of the period that ``now`` lies in; makes its key when needed."""
    from_at = _period_of(now)
    row = VoiceKey.objects.filter(bureau_id=bureau_id, from_at=from_at).first()
    if row is None:
        sealed = seal_key(bureau_id, secrets.token_bytes(KEY_BYTES))
        row, _made = VoiceKey.objects.get_or_create(
            bureau_id=bureau_id,
            from_at=from_at,
            defaults={"until_at": from_at + PERIOD, "key": sealed},
        )
    if row.key is None:
        return VoiceHasher(None)
    try:
        return VoiceHasher(_opened(bureau_id, bytes(row.key)))
    except CannotOpen:
        # The installation's secret was changed: posts come in all the same, their voices
        # stay unknown until the next period.
        log.warning("the voice key of bureau %s cannot be opened", bureau_id)
        return VoiceHasher(None)


def earlier_hashers_of(bureau_id: int, now: datetime) -> Callable[[datetime], VoiceHasher]:
    """Return what gives the hasher of a moment, for names that were stored as they came.

    The key of an earlier period is destroyed or will be, so that its hasher comes of the key of
    now: tokens of two periods cannot be compared, and live as long as the voices of today.
    """
    current = voice_hasher_of(bureau_id, now)

    @cache
    def of_period(period: datetime) -> VoiceHasher:
        if current.key is None or period == _period_of(now):
            return current
        return VoiceHasher(hmac.digest(current.key, period.isoformat().encode(), "sha256"))

    return lambda at: of_period(_period_of(at))


def _period_of(at: datetime) -> datetime:
    return FIRST_PERIOD + (at - FIRST_PERIOD) // PERIOD * PERIOD


def newest_key_is_readable() -> bool:
    """Tell whether the installation's secret opens the newest key; yes when there is none."""
    row = VoiceKey.objects.filter(key__isnull=False).order_by("-from_at").first()
    return row is None or _is_readable(row)


def destroy_expired_keys(now: datetime) -> int:
    """Destroy the keys whose period is over; returns how many. Doing it twice does it once."""
    return _destroy(expired_keys(now).only("pk", "bureau_id", "from_at"), now)


def expired_keys(now: datetime) -> QuerySet[VoiceKey]:
    """Return the keys whose period is over, and which are not destroyed yet."""
    return VoiceKey.objects.filter(until_at__lte=now, key__isnull=False)


def destroy_unreadable_keys(now: datetime) -> int:
    """Destroy the keys that the installation's secret does not open; returns how many."""
    rows = VoiceKey.objects.filter(key__isnull=False)
    return _destroy([row for row in rows if not _is_readable(row)], now)


def _is_readable(row: VoiceKey) -> bool:
    try:
        return bool(_opened(row.bureau_id, bytes(row.key or b"")))
    except CannotOpen:
        return False


def _destroy(rows: Iterable[VoiceKey], now: datetime) -> int:
    destroyed = 0
    for row in rows:
        with transaction.atomic():
            still = VoiceKey.objects.filter(pk=row.pk, key__isnull=False)
            if not still.update(key=None, destroyed_at=now):
                continue
            record(row, "voice_key.destroyed", None, now)
            destroyed += 1
    return destroyed


def reseal_voice_key(bureau_id: int, stored: bytes) -> bytes | None:
    """Return a key at rest, sealed under the secret in force; None if it is already.

    Raises:
        CannotOpen: If no secret of the installation opens it.
    """
    if not stored.startswith(_FERNET):
        return reseal_stored_key(bureau_id, stored)
    try:
        _fernet(all_secrets()[0]).decrypt(stored)
    except InvalidToken:
        return seal_key(bureau_id, _opened(bureau_id, stored))
    return None


def _opened(bureau_id: int, stored: bytes) -> bytes:
    """Return a key at rest.

    Raises:
        CannotOpen: If no secret of the installation opens it.
    """
    if not stored.startswith(_FERNET):
        return open_key(bureau_id, stored)
    try:
        return MultiFernet([_fernet(secret) for secret in all_secrets()]).decrypt(stored)
    except InvalidToken as error:
        raise CannotOpen from error


@lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    """Return what encrypted these keys in earlier versions; after 30 days none is left."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huiying voice keys")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
