"""The query that both back-ends of a search series run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenQuery:
    """A question with its words cut into tokens."""

    words: Sequence[Sequence[str]]
    facets: Sequence[str]
    since: int  # inclusive
    before: int  # exclusive
