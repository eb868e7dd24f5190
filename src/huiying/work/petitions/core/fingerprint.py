"""What tells a petition from every other after nothing of it is left."""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256

from huiying.work.petitions.core.models import Petition


def fingerprint(petition: Petition) -> str:
    """Return the hash of number, receipt and sealed original, 64 hexadecimal characters.

    The sealed bytes are random without the key, so the hash tells nothing of the text.
    """
    received = petition.received_at.astimezone(UTC).isoformat()
    digest = sha256(f"{petition.number}\n{received}\n".encode())
    digest.update(bytes(petition.original or b""))
    return digest.hexdigest()
