"""Count distinct voices without knowing whose they are.

In:   the platform and handle of an author, for a moment in memory.
Out:  8 bytes that are equal for equal authors within one bureau and one period of 30 days.
Cost: one small query a batch, 2 µs an author.

The key of a period is random, encrypted at rest, and destroyed when the period is over: from
then on nobody, the bureau included, can test a name against the stored bytes.
"""

from __future__ import annotations

import base64
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from huiying.base.audit.record import record
from huiying.work.collection.posts.models import VoiceKey

log = logging.getLogger("huiying.voices")

PERIOD = timedelta(days=30)
FIRST_PERIOD = datetime(2020, 1, 1, tzinfo=UTC)
KEY_BYTES = 32
VOICE_BYTES = 8


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


def voice_hasher_of(bureau_id: int, now: datetime) -> VoiceHasher:
    """Return the voices of the period that ``now`` lies in; makes its key when needed."""
    from_at = FIRST_PERIOD + (now - FIRST_PERIOD) // PERIOD * PERIOD
    row = VoiceKey.objects.filter(bureau_id=bureau_id, from_at=from_at).first()
    if row is None:
        sealed = _sealer(settings.SECRET_KEY).encrypt(secrets.token_bytes(KEY_BYTES))
        row, _made = VoiceKey.objects.get_or_create(
            bureau_id=bureau_id,
            from_at=from_at,
            defaults={"until_at": from_at + PERIOD, "key": sealed},
        )
    if row.key is None:
        return VoiceHasher(None)
    try:
        return VoiceHasher(_sealer(settings.SECRET_KEY).decrypt(bytes(row.key)))
    except InvalidToken:
        # The installation's secret was changed: posts come in all the same, their voices
        # stay unknown until the next period.
        log.warning("the voice key of bureau %s cannot be opened", bureau_id)
        return VoiceHasher(None)


def newest_key_is_readable() -> bool:
    """Tell whether the installation's secret opens the newest key; yes when there is none."""
    row = VoiceKey.objects.filter(key__isnull=False).order_by("-from_at").first()
    try:
        return row is None or bool(_sealer(settings.SECRET_KEY).decrypt(bytes(row.key or b"")))
    except InvalidToken:
        return False


def destroy_expired_keys(now: datetime) -> int:
    """Destroy the keys whose period is over; returns how many. Doing it twice does it once."""
    destroyed = 0
    expired = VoiceKey.objects.filter(until_at__lte=now, key__isnull=False)
    for row in expired.only("pk", "bureau_id", "from_at"):
        with transaction.atomic():
            still = VoiceKey.objects.filter(pk=row.pk, key__isnull=False)
            if not still.update(key=None, destroyed_at=now):
                continue
            record(row, "voice_key.destroyed", None, now)
            destroyed += 1
    return destroyed


@lru_cache(maxsize=2)
def _sealer(secret: str) -> Fernet:
    """Return what encrypts keys at rest, bound to the installation's secret."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huiying voice keys")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
