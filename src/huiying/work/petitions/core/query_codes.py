"""Query codes: secret letters by which who sent something in finds it again.

In:   a bureau, a form.    Out:  a code; the digest by which its row is found.
Cost: microseconds.

Only the digest is stored, under a secret of the installation: a copy of the database answers no
query. A lost code is replaced, never shown again.
"""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huiying.base.files.digest_secret import digest_secret
from huiying.policy.petitions.codes import ALPHABET, LENGTH, read_code


def new_code() -> str:
    """Return the letters of a new code; ``policy.petitions.codes.grouped`` prints them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_of_form(form_id: str) -> str:
    """Return the letters of the code that belongs to one rendering of the public form.

    Whoever sends the same form again gets the same code, so a browser that was impatient loses
    no receipt. Without the installation's secret nobody computes it.

    Args:
        form_id: At least 128 random bits, as text, that stand in that page alone.
    """
    key = _key(digest_secret(), 0)
    number = int.from_bytes(hmac.new(key, form_id.encode(), sha256).digest())
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def digest_of_code(bureau_id: int, typed: str) -> str:
    """Return the digest of a typed code, 64 hexadecimal characters; "" if it cannot be one."""
    letters = read_code(typed)
    if not letters:
        return ""
    key = _key(digest_secret(), bureau_id)
    return hmac.new(key, letters.encode(), sha256).hexdigest()


def code_proof(bureau_id: int, digest: str, number: str) -> str:
    """Return what proves that a digest was given out for this number; "" for no digest.

    Who writes the database alone cannot put the digest of his own code on another petition.
    """
    if not digest:
        return ""
    key = _key(digest_secret(), bureau_id)
    return hmac.new(key, f"proof {digest} {number}".encode(), sha256).hexdigest()


def proves(bureau_id: int, digest: str, number: str, proof: str) -> bool:
    """Tell whether a proof is that of ``code_proof``."""
    return hmac.compare_digest(code_proof(bureau_id, digest, number), proof)


def ticket_digest(bureau_id: int, channel: str, outside_number: str) -> str:
    """Return the digest of a ticket's own number, as ``digest_of_code``; "" without one.

    By it a ticket that accuses somebody is known again, and its number stands nowhere.
    """
    number = " ".join(outside_number.split())[:60]
    if not number:
        return ""
    key = _key(digest_secret(), bureau_id)
    return hmac.new(key, f"{channel} {number}".encode(), sha256).hexdigest()


@lru_cache(maxsize=64)
def _key(secret: str, bureau_id: int) -> bytes:
    info = f"huiying petition codes {bureau_id}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
