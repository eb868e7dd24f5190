"""What an act on an answer may say instead of acting.

In:   nothing.    Out:  exceptions whose text can be shown to an officer.
"""

from __future__ import annotations

from huiying.base.errors import Refused


class NotReady(Refused):
    """The draft lacks something that blocks its submission."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__("\n".join(missing))
