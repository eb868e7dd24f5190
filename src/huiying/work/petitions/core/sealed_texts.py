"""The original of what came in: sealed under a key of its own, opened with a reason only.

In:   who sent it, how to reach him, what he wrote.    Out:  sealed bytes and their key; back.
Cost: microseconds; pure but for the installation's secret.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from huiying.base.files import sealing

Stored = bytes | memoryview  # PostgreSQL returns the latter


@dataclass(frozen=True, slots=True)
class OriginalText:
    """What came in, as it was written; every field but ``text`` may be empty."""

    text: str
    title: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""

    @property
    def can_be_reached(self) -> bool:
        """There is a telephone or an address."""
        return bool(self.phone or self.address)


def seal_original(bureau_id: int, original: OriginalText, owner: str) -> sealing.Sealed:
    """Seal an original under a new key.

    Args:
        owner: Number of the petition or the accusation; it is sealed in, so that the bytes
            open nowhere else, also when somebody moves them in the database.
    """
    data = {"owner": owner, **asdict(original)}
    return sealing.seal(bureau_id, json.dumps(data, ensure_ascii=False).encode())


def open_original(bureau_id: int, key: Stored, body: Stored, owner: str) -> OriginalText:
    """Return what was sealed for an owner.

    Raises:
        CannotOpen: If key, bytes, owner or the installation's secret are not those of the
            sealing.
    """
    opened = sealing.open_sealed(bureau_id, sealing.Sealed(bytes(key), bytes(body)))
    data = json.loads(opened)
    if data.pop("owner", None) != owner:
        raise sealing.CannotOpen
    return OriginalText(**data)
