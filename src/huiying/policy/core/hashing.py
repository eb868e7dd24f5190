"""Hash content: one JSON text of a value, and its SHA-256.

In:   a value of JSON types.    Out:  its text, its hash as 64 hexadecimal characters.
Cost: linear in the size of the value.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8 kept."""
    return _ENCODER.encode(value)


def hash_of_content(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a content, 64 hexadecimal characters."""
    return hash_of_text(canonical_json(content))


def hash_of_text(text: str) -> str:
    """Return the hash of a text: a key for what need not be read again, as a token."""
    return hashlib.sha256(text.encode()).hexdigest()
