"""How many bodies are read at this moment, and how much they may come to.

In:   who sends, how many bytes.    Out:  whether the body may be read now.
Cost: a few additions a body; memory for the senders of this moment alone.

A body lies on disk until it is there as a whole, so what is read at once is what the disk must
hold. Forms are counted apart from files: whoever holds all places of files keeps nobody from a
form.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class BodySlots:
    """The bodies of one kind that one process reads at this moment."""

    total: int
    per_sender: int
    most_bytes: int  # of all together
    _taken: Counter[str] = field(default_factory=Counter)
    _bytes: int = 0

    def take(self, sender: str, size: int) -> bool:
        """Take a place for a body of so many bytes; False: there is none at the moment.

        >>> slots = BodySlots(total=2, per_sender=1, most_bytes=100)
        >>> slots.take("a", 60), slots.take("a", 10), slots.take("b", 60), slots.take("b", 40)
        (True, False, False, True)
        """
        full = self._taken.total() >= self.total or self._bytes + size > self.most_bytes
        if full or self._taken[sender] >= self.per_sender:
            return False
        self._taken[sender] += 1
        self._bytes += size
        return True

    def give_back(self, sender: str, size: int) -> None:
        """Give the place back."""
        self._bytes -= size
        self._taken[sender] -= 1
        if not self._taken[sender]:
            del self._taken[sender]
