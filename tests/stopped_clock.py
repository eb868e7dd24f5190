"""The clock of the product in a test: it stands still and moves when the test says so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huiying.jobs import clock


class StoppedClock:
    """What ``clock.now()`` returns while a test runs; its fixture is ``time``."""

    def __init__(self, now: datetime, patch: pytest.MonkeyPatch) -> None:
        self.now = now
        patch.setattr(clock, "now", lambda: self.now)

    def set(self, moment: datetime) -> None:
        """Show a moment."""
        self.now = moment

    def forward(self, **length: float) -> None:
        """Show a later moment: ``time.forward(minutes=5)``."""
        self.now += timedelta(**length)
