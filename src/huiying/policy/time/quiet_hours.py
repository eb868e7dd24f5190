"""Quiet hours of an officer: which messages wait until the morning, and which never do.

They are his own and hold nothing back from the channels of the desk and of his unit.
"""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class QuietHours:
    """What an officer wants to hear on his own address."""

    major_only: bool = False
    start: time | None = None  # local; with ``end``, or neither
    end: time | None = None  # not meant itself; before ``start`` = over midnight

    def hears(self, at: time, *, major: bool) -> bool:
        """Tell whether he is told at a time of day; of 重大 he always is.

        >>> night = QuietHours(start=time(22), end=time(7))
        >>> night.hears(time(23), major=False), night.hears(time(23), major=True)
        (False, True)
        """
        if major:
            return True
        return not self.major_only and not self._is_quiet(at)

    def _is_quiet(self, at: time) -> bool:
        if self.start is None or self.end is None or self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end
