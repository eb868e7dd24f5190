"""What a message or an alarm is about: a kind and a public number, never a key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """The matter of a message or alarm, e.g. ``About("incident", "2026-0412")``."""

    kind: str
    ref: str
