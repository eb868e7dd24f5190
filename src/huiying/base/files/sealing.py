"""Encrypt bytes under a key of their own, itself encrypted under the installation's secret.

In:   bytes, a bureau.    Out:  a sealed key and sealed bytes; and back.
Cost: that of the cipher (``base/files/ciphers.py``).

Destroying the sealed key makes the bytes unreadable wherever copies of them lie. A bureau's
keys open nothing of another bureau.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from django.conf import settings

from huiying.base.files.ciphers import NONCE, cipher_of, new_key, unwrap, wrap


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
    key, nonce = new_key(), secrets.token_bytes(NONCE)
    body = nonce + cipher_of(key).encrypt(nonce, plain, None)
    return Sealed(wrap(key, settings.SECRET_KEY, _purpose(bureau_id)), body)


def open_sealed(bureau_id: int, sealed: Sealed) -> bytes:
    """Return the bytes that were sealed.

    Raises:
        CannotOpen: If anything is not as it was sealed.
    """
    _secret, key = _unwrapped(bureau_id, sealed.key)
    try:
        nonce, body = sealed.body[:NONCE], sealed.body[NONCE:]
        return cipher_of(key).decrypt(nonce, body, None)
    except (InvalidTag, UnsupportedAlgorithm, ValueError) as error:
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
    return wrap(key, settings.SECRET_KEY, _purpose(bureau_id))


def _unwrapped(bureau_id: int, sealed_key: bytes) -> tuple[str, bytes]:
    """Return the secret under which a key is sealed, and the key."""
    for secret in all_secrets():
        key = unwrap(sealed_key, secret, _purpose(bureau_id))
        if key is not None:
            return secret, key
    raise CannotOpen


def _purpose(bureau_id: int) -> str:
    return f"huiying file keys {bureau_id}"
