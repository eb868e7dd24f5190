"""How the record names who acts and what an act touched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, without personal data: public id (``officer:12``, ``machine``) and label."""

    ref: str
    label: str

    def audit_actor(self) -> Actor:
        """Return itself: an actor without a row of its own, such as a signed link."""
        return self


MACHINE = Actor("machine", "系统")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act touched: kind, public id, label for people, topic it is shown under."""

    kind: str
    ref: str
    label: str = ""
    topic: str = ""
