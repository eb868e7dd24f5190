"""The ciphers under which data lie at rest: AES-256 or SM4, both in Galois/Counter Mode.

In:   a key of 32 bytes (AES-256) or of 16 bytes (SM4): its length says its cipher.
Out:  what encrypts and proves bytes under it; the key itself, encrypted under another one.
Cost: about 1 ms a megabyte with AES, 5 to 10 ms with SM4.

``HUIYING_CIPHER`` chooses what is sealed from now on; both are always read. A wrapped key takes
``WRAPPED`` bytes by either cipher, so that no column and no file says which one it is.

Sources: AES key wrap, RFC 3394; GCM, NIST SP 800-38D; SM4, GB/T 32907-2016; SM3,
GB/T 32905-2016.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from django.conf import settings

AES, SM4 = "AES", "SM4"
KEY_BYTES: Final = {AES: 32, SM4: 16}
NONCE: Final = 12
TAG: Final = 16
WRAPPED: Final = 40  # bytes of a wrapped key
_WRAP_TAG: Final = WRAPPED - NONCE - KEY_BYTES[SM4]  # 96 bits, which SP 800-38D allows


class Aead(Protocol):
    """Authenticated encryption, as ``cryptography`` has it for AES."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the encrypted bytes and, behind them, their tag."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the plain bytes.

        Raises:
            InvalidTag: If anything is not as it was encrypted.
        """


class SM4GCM:
    """SM4 in Galois/Counter Mode, with the interface of ``AESGCM``."""

    def __init__(self, key: bytes, tag: int = TAG) -> None:
        self._cipher = algorithms.SM4(key)
        self._tag = tag

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the encrypted bytes and, behind them, their tag."""
        worker = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        worker.authenticate_additional_data(associated_data or b"")
        return worker.update(data) + worker.finalize() + worker.tag[: self._tag]

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the plain bytes.

        Raises:
            InvalidTag: If anything is not as it was encrypted.
        """
        if len(data) < self._tag:
            raise InvalidTag
        body, tag = data[: -self._tag], data[-self._tag :]
        mode = modes.GCM(nonce, tag, min_tag_length=self._tag)
        worker = Cipher(self._cipher, mode).decryptor()
        worker.authenticate_additional_data(associated_data or b"")
        return worker.update(body) + worker.finalize()


def new_key() -> bytes:
    """Return a random key of the cipher that ``HUIYING_CIPHER`` names."""
    return secrets.token_bytes(KEY_BYTES[settings.CIPHER])


def cipher_of(key: bytes) -> Aead:
    """Return the cipher of a key.

    Raises:
        ValueError: If no cipher has keys of this length.
    """
    if len(key) == KEY_BYTES[SM4]:
        return SM4GCM(key)
    if len(key) == KEY_BYTES[AES]:
        return AESGCM(key)
    raise ValueError(f"no cipher has keys of {len(key)} bytes")


def wrap(key: bytes, secret: str, purpose: str) -> bytes:
    """Return a key encrypted under one derived from a secret, by the key's own cipher."""
    if len(key) == KEY_BYTES[AES]:
        return aes_key_wrap(_derived(secret, purpose, AES), key)
    nonce = secrets.token_bytes(NONCE)
    wrapping = SM4GCM(_derived(secret, purpose, SM4), _WRAP_TAG)
    return nonce + wrapping.encrypt(nonce, key, None)


def unwrap(wrapped: bytes, secret: str, purpose: str) -> bytes | None:
    """Return the key that was wrapped under this secret and purpose; None if it was not."""
    try:
        return aes_key_unwrap(_derived(secret, purpose, AES), wrapped)
    except (InvalidUnwrap, ValueError):
        pass
    if len(wrapped) != WRAPPED:
        return None
    wrapping = SM4GCM(_derived(secret, purpose, SM4), _WRAP_TAG)
    try:
        return wrapping.decrypt(wrapped[:NONCE], wrapped[NONCE:], None)
    except (InvalidTag, UnsupportedAlgorithm):
        return None


def is_available(cipher: str) -> bool:
    """Tell whether the OpenSSL of this machine has a cipher; some are built without SM4."""
    try:
        cipher_of(bytes(KEY_BYTES[cipher])).encrypt(bytes(NONCE), b"", None)
        _derived("", "", cipher)
    except UnsupportedAlgorithm:
        return False
    return True


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str, cipher: str) -> bytes:
    """Return the key of keys for one purpose, bound to the installation's secret."""
    digest: HashAlgorithm = SM3() if cipher == SM4 else SHA256()
    derivation = HKDF(
        algorithm=digest, length=KEY_BYTES[cipher], salt=None, info=purpose.encode()
    )
    return derivation.derive(secret.encode())
