"""What an act on an answer may say instead of acting.

In:   nothing.    Out:  exceptions whose text can be shown to an officer.
"""

from __future__ import annotations


class CannotAnswer(Exception):
    """The act is not possible; the text says why and what to do."""


class Stale(CannotAnswer):
    """Somebody changed the draft since the form was opened; nothing was changed by this act."""


class NotReady(CannotAnswer):
    """The draft lacks something that blocks its submission."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__("\n".join(missing))
