"""Encrypt bytes under a key of their own, itself encrypted under the installation's secret.

In:   bytes, a bureau.    Out:  a sealed key and sealed bytes; and back.
Cost: about 1 ms a megabyte.

Destroying the sealed key makes the bytes unreadable wherever copies of them lie. A bureau's
keys open nothing of another bureau. AES-256-GCM for the bytes, RFC 3394 for their key.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from django.conf import settings

NONCE = 12
KEY_BITS = 256


class CannotOpen(Exception):
    """Key or bytes are not those that were sealed, or the secret is another one."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What may lie about: without the installation's secret it says nothing."""

    key: bytes
    body: bytes


def all_secrets() -> list[str]:
    """Return the secrets of the installation: the one that seals first, then all that open."""
    return [str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def seal(bureau_id: int, plain: bytes) -> Sealed:
    """Seal bytes under a new key."""
    key = AESGCM.generate_key(KEY_BITS)
    nonce = secrets.token_bytes(NONCE)
    body = nonce + AESGCM(key).encrypt(nonce, plain, None)
    return Sealed(aes_key_wrap(_wrapping(settings.SECRET_KEY, bureau_id), key), body)


def open_sealed(bureau_id: int, sealed: Sealed) -> bytes:
    """Return the bytes that were sealed.

    Raises:
        CannotOpen: If anything is not as it was sealed.
    """
    _secret, key = _unwrapped(bureau_id, sealed.key)
    try:
        nonce, body = sealed.body[:NONCE], sealed.body[NONCE:]
        return AESGCM(key).decrypt(nonce, body, None)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def reseal_key(bureau_id: int, sealed_key: bytes) -> bytes | None:
    """Return a sealed key, sealed under the secret in force; None if it is already.

    What it opens stays as it is: no byte of a file is written again.

    Raises:
        CannotOpen: If no secret of the installation opens it.
    """
    secret, key = _unwrapped(bureau_id, sealed_key)
    if secret == settings.SECRET_KEY:
        return None
    return aes_key_wrap(_wrapping(settings.SECRET_KEY, bureau_id), key)


def _unwrapped(bureau_id: int, sealed_key: bytes) -> tuple[str, bytes]:
    """Return the secret under which a key is sealed, and the key."""
    for secret in all_secrets():
        try:
            return secret, aes_key_unwrap(_wrapping(secret, bureau_id), sealed_key)
        except (InvalidUnwrap, ValueError):
            continue
    raise CannotOpen


@lru_cache(maxsize=64)
def _wrapping(secret: str, bureau_id: int) -> bytes:
    """Return the key of keys of one bureau, bound to the installation's secret."""
    info = f"huiying file keys {bureau_id}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
