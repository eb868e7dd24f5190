"""Input values of the engine: posts and texts of events.

In:   plain values of the caller (keys, texts, times).
Out:  frozen values: posts, and the texts of an event with their copies.
Cost: none; nothing here computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Post:
    """One post as it was collected."""

    key: int  # unique; grows with arrival
    title: str  # may be empty
    text: str  # any length; only the first 20,000 characters are analysed
    at: datetime  # when it was published, or else collected
    source: str = ""  # platform: one site, one application
    masked: bool = False  # as every stored post is: it need not be masked again


@dataclass(frozen=True, slots=True)
class EventText:
    """One text of an event, and how many posts say it."""

    key: int
    title: str  # may be empty
    text: str
    copies: int = 1  # posts that say the same, itself included
