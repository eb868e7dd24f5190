"""The share of a sample with its Wilson interval: what 50 links say of all posts, and how well.

In:   how many of how many.    Out:  share, lower and upper end at 95 %.
Cost: none; pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.959964  # 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """A share and the ends of its interval, 0 to 1."""

    count: int
    size: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Return the share itself."""
        return self.count / self.size


def share_of(count: int, size: int) -> Share | None:
    """Return a share; None of nothing: no data is not 0 %.

    >>> (round(share_of(45, 50).low, 3), round(share_of(45, 50).high, 3))
    (0.786, 0.957)
    """
    if size <= 0:
        return None
    part, square = count / size, Z * Z
    middle = part + square / (2 * size)
    reach = Z * sqrt(part * (1 - part) / size + square / (4 * size * size))
    scale = 1 + square / size
    low, high = (middle - reach) / scale, (middle + reach) / scale
    return Share(count, size, min(part, max(0.0, low)), max(part, min(1.0, high)))
