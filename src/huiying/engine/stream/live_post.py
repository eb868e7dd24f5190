"""A post of the window, with what is needed to compare it.

In:   a prepared post, its group and event; its vector when the table in use gave it one.
Out:  values that the window, events and links share; no copy of the text.
Cost: about 3 KB a post; joining vectors end to end is linear in their terms.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np

from huiying.engine.stream.duplicates import CopySignature
from huiying.engine.stream.idf import Weights
from huiying.engine.text.names import Scene
from huiying.engine.text.terms import BaseWeights, TermIds, base_weights, unpack_counts

_UNWEIGHED: Final = np.empty(0, np.uint16)


NO_IDS: Final = np.empty(0, np.int32)  # most events are one post: they share what is empty


class LivePost:
    """A post of the window, with what is needed to compare it."""

    __slots__ = (
        "at",
        "copy_signature",
        "event",
        "group",
        "has_rare",
        "has_title",
        "ids",
        "key",
        "lead",
        "lead_words",
        "name_weights",
        "names",
        "names_squared_norm",
        "scene",
        "squared_norm",
        "times",
        "weighed",
        "weights",
    )  # fmt: skip

    def __init__(
        self, *, key: int, at: datetime, group: int, event: int, ids: TermIds, times: bytes,
        names: tuple[str, ...], scene: Scene | None, lead: str, lead_words: tuple[str, ...],
        has_title: bool, copy_signature: CopySignature,
    ) -> None:  # fmt: skip
        self.key, self.at, self.group, self.event = key, at, group, event
        self.ids, self.names, self.lead = ids, names, lead
        self.lead_words, self.has_title = lead_words, has_title
        self.times = times  # how often each term occurs, a byte each: seldom asked for
        self.scene, self.copy_signature = scene, copy_signature
        self.weights: Weights = _UNWEIGHED
        self.squared_norm = 0.0
        self.weighed = False
        self.has_rare = False  # whether any of its words is rare
        self.name_weights: dict[str, int] = {}
        self.names_squared_norm = 0

    def __len__(self) -> int:
        return 1

    @property
    def base(self) -> BaseWeights:
        """The base weights of its terms."""
        return base_weights(self.ids, unpack_counts(self.times))

    @property
    def scenes(self) -> dict[int, Scene]:
        """Where people came to harm, as an event says it of its members."""
        return {} if self.scene is None else {self.key: self.scene}

    def weigh(
        self, weights: Weights, square: float, name_weights: dict[str, int], *, has_rare: bool
    ) -> None:
        """Set the vector of the post, the square of its length, and what its words are."""
        self.weights, self.name_weights, self.weighed = weights, name_weights, True
        self.has_rare = has_rare
        self.names_squared_norm = sum(weight * weight for weight in name_weights.values())
        self.squared_norm = square


def concatenate_vectors(posts: list[LivePost]) -> tuple[TermIds, Weights]:
    """Return the vectors of posts, one behind the other."""
    if not posts:
        return NO_IDS, _UNWEIGHED
    return (
        np.concatenate([post.ids for post in posts]),
        np.concatenate([post.weights for post in posts]),
    )
