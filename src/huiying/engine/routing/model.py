"""A trained routing model: the likely units of a message, and the deciding words.

In:   a message; a stored model.    Out:  units, best first, each with a probability.
Cost: about 500 µs for a message of 390 characters when 800 were confirmed, 1.5 ms when
      6,000 were; such a stored model has 5 MB and takes 0.2 s to read. Pure.

A model is stored as arrays and JSON, never as a pickle: reading one runs nothing of it.
"""

from __future__ import annotations

import json
import math
import zipfile
import zlib
from collections.abc import Container
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from huiying.engine.routing.nearest import NearestMessages
from huiying.engine.routing.terms import Message, Vocabulary

FORMAT: Final = 2
_LARGEST_BYTES: Final = 1 << 28  # of a stored model when unpacked
_SHOWN_WORDS: Final = 5
_NEAREST: Final = ("starts", "rows", "values", "answers")


class UnusableModel(ValueError):
    """What was stored is no routing model of this version."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One unit that may be responsible."""

    label: str
    probability: float | None  # in [0, 1], 1 over all labels; None: never measured
    words: tuple[str, ...]  # of the message, those that spoke for this unit most


@dataclass(frozen=True, slots=True)
class RoutingModel:
    """A linear rule, where every known term speaks for or against every label, and votes."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: NDArray[np.float32]  # terms × labels
    offsets: NDArray[np.float32]  # labels
    nearest: NearestMessages
    near_share: float  # of the votes of the nearest, beside the linear rule
    temperature: float | None  # > 0; the larger, the less sure; None: too few to measure
    sure_at: float  # probability from which on the first guess is proposed alone

    def guess(
        self, message: Message, *, shown: int = 3, among: Container[str] | None = None
    ) -> list[Prediction]:
        """Return the most likely labels, best first.

        Args:
            among: Labels to choose from, all if None; the probabilities stay as they are.
        """
        columns, values = self.vocabulary.values(message)
        worth = np.asarray(values, np.float32)
        spoke = self.weights[columns] * worth[:, None]
        scores = spoke.sum(axis=0) + self.offsets
        scores = scores + self.near_share * self.nearest.votes(columns, worth, len(self.labels))
        chances = softmax(scores if columns else 0 * scores, self.temperature or 1.0)
        order = [
            at
            for at in np.argsort(-scores, kind="stable").tolist()
            if among is None or self.labels[at] in among
        ]
        return [
            Prediction(
                self.labels[at],
                float(chances[at]) if self.temperature else None,
                self._words(columns, spoke[:, at]),
            )
            for at in order[:shown]
        ]

    def _words(self, columns: list[int], spoke: NDArray[np.float32]) -> tuple[str, ...]:
        terms = self.vocabulary.terms
        found = sorted(
            (-float(value), terms[column][1:])
            for column, value in zip(columns, spoke, strict=True)
            if value > 0 and terms[column][0] == "w"
        )
        return tuple(word for _value, word in found[:_SHOWN_WORDS])

    def to_bytes(self) -> bytes:
        """Return the model as it is stored."""
        head = {
            "format": FORMAT,
            "labels": self.labels,
            "terms": self.vocabulary.terms,
            "shares": self.vocabulary.shares,
            "near_share": self.near_share,
            "temperature": self.temperature,
            "sure_at": self.sure_at,
        }
        packed = BytesIO()
        np.savez_compressed(
            packed,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            idf=np.asarray(self.vocabulary.idf, np.float32),
            weights=self.weights,
            offsets=self.offsets,
            **{name: getattr(self.nearest, name) for name in _NEAREST},
        )
        return packed.getvalue()

    @classmethod
    def from_bytes(cls, stored: bytes) -> RoutingModel:
        """Read a stored model.

        Raises:
            UnusableModel: If it is cut off, damaged, or of another version.
        """
        try:
            head, arrays = _unpacked(stored)
            if head.get("format") != FORMAT:
                raise UnusableModel(f"format {head.get('format')!r}, not {FORMAT}")
            return cls(
                labels=tuple(str(label) for label in head["labels"]),
                vocabulary=Vocabulary(
                    head["terms"],
                    arrays["idf"].tolist(),
                    {block: _positive(share) for block, share in head["shares"].items()},
                ),
                weights=_checked(arrays["weights"], len(head["terms"]), len(head["labels"])),
                offsets=_checked(arrays["offsets"], len(head["labels"])),
                nearest=_nearest(arrays, len(head["terms"]), len(head["labels"])),
                near_share=_positive(head["near_share"]),
                temperature=_temperature(head["temperature"]),
                sure_at=float(head["sure_at"]),
            )
        except UnusableModel:
            raise
        except _DAMAGE as error:
            raise UnusableModel(f"damaged: {type(error).__name__}") from error


_DAMAGE: Final = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, EOFError,
    NotImplementedError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def _unpacked(stored: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    with zipfile.ZipFile(BytesIO(stored)) as archive:
        if sum(item.file_size for item in archive.infolist()) > _LARGEST_BYTES:
            raise UnusableModel("too large")
    with np.load(BytesIO(stored), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return json.loads(arrays["head"].tobytes()), arrays


def _checked(array: NDArray[Any], *shape: int) -> NDArray[np.float32]:
    if array.shape != shape or not np.isfinite(array).all():
        raise UnusableModel(f"weights of shape {array.shape}, not {shape}")
    return array.astype(np.float32, copy=False)


def _nearest(arrays: dict[str, NDArray[Any]], terms: int, labels: int) -> NearestMessages:
    nearest = NearestMessages(*(arrays[name] for name in _NEAREST))
    if not nearest.fits(terms, labels):
        raise UnusableModel("messages that do not fit the terms")
    return nearest


def _temperature(stored: Any) -> float | None:
    return None if stored is None else _positive(stored)


def _positive(stored: Any) -> float:
    if not 0 < float(stored) < math.inf:
        raise UnusableModel(f"{stored!r} is no positive number")
    return float(stored)


def softmax(scores: NDArray[Any], temperature: float) -> NDArray[np.float64]:
    """Return probabilities of scores, along the last axis."""
    raised = np.asarray(scores, np.float64) / temperature
    raised -= raised.max(axis=-1, keepdims=True)
    powers = np.exp(raised)
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares
