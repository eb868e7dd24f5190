"""Parts of the engine beside what a user would take for the same part.

In:   a file of posts (``labelled_file``).
Out:  for each swap how many times as quick our part is, on the same texts, both warm.
Cost: a few seconds each; a package that is not installed is named, not measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final

import rensa
import rjieba

from benchmarks.engine_run import BATCH, batches
from huiying.engine.stream.bands import BANDS, PERMUTATIONS, BandIndex
from huiying.engine.stream.duplicates import SHORT_CHARS, bare_text, minhash
from huiying.engine.text.clean import clean

_TEXTS: Final = 6_000
_SLOW: Final = 1_500  # texts for what is slow
_SHINGLE: Final = 3
_ALIKE: Final = 0.5  # share of equal numbers from which two signatures are compared further
_ROUNDS: Final = 3  # the best of so many counts

Part = Callable[[list[str]], object]


def components(posts: Path) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Return what was measured, and what was not and why."""
    rows = (one for batch in batches(posts) for one in batch)
    texts = [clean(f"{one.title} {one.text}") for one in islice(rows, _TEXTS)]
    bared = [one for one in map(bare_text, texts) if len(one) >= SHORT_CHARS]
    swaps: tuple[tuple[str, Part, Callable[[], Part], list[str]], ...] = (
        ("words: rjieba / jieba", rjieba_words, jieba_words, texts),
        ("signatures: rensa / datasketch", rensa_signatures, datasketch_signatures, bared),
    )
    measured, missing = [], []
    for name, ours, theirs, given in swaps:
        try:
            other = theirs()
        except ImportError as error:
            missing.append({"name": name, "why": f"{error.name} is not installed"})
            continue
        ratio = _each(other, given[:_SLOW]) / _each(ours, given)
        measured.append({"name": name, "ratio": ratio})
    looked, absent = _look_ups(bared)
    return measured + looked, missing + absent


def _each(part: Part, texts: list[str]) -> float:
    """Return the seconds of a text, the best of some rounds."""
    part(texts[:BATCH])  # dictionaries are read, caches are warm
    taken = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        part(texts)
        taken.append(time.process_time() - begun)
    return min(taken) / len(texts)


def rjieba_words(texts: list[str]) -> object:
    """Cut texts into words as the engine does."""
    return [rjieba.cut(text) for text in texts]


def jieba_words() -> Part:
    """Return the same by jieba."""
    import jieba

    jieba.setLogLevel("ERROR")
    return lambda texts: [jieba.lcut(text) for text in texts]


def rensa_signatures(texts: list[str]) -> object:
    """Sign bare texts as the engine does."""
    return [minhash(text) for text in texts]


def datasketch_signatures() -> Part:
    """Return the same by datasketch."""
    from datasketch import MinHash

    def sign(texts: list[str]) -> object:
        made = [MinHash(num_perm=PERMUTATIONS) for _ in texts]
        for one, text in zip(made, texts, strict=True):
            one.update_batch([shingle.encode() for shingle in _shingles(text)])
        return made

    return sign


def _shingles(text: str) -> list[str]:
    return [text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)]


def _look_ups(texts: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Compare the finding of like signatures: each is sought, then put in."""
    signed = [minhash(text) for text in texts]
    digests = [one for one in signed if one is not None]
    ours = min(_by_bands(digests) for _ in range(_ROUNDS))
    measured = [
        {
            "name": "look-ups: our bands / rensa",
            "ratio": min(_by_rensa(texts) for _ in range(_ROUNDS)) / ours,
        }
    ]
    name = "look-ups: our bands / datasketch"
    try:
        theirs = min(_by_datasketch(texts) for _ in range(_ROUNDS))
    except ImportError as error:
        return measured, [{"name": name, "why": f"{error.name} is not installed"}]
    return [*measured, {"name": name, "ratio": theirs / ours}], []


def _by_bands(digests: list[bytes]) -> float:
    index = BandIndex(lambda equal, _size, _other: equal > 0)
    begun = time.process_time()
    for start in range(0, len(digests), BATCH):
        batch = dict(enumerate(digests[start : start + BATCH], start))
        index.candidates(batch, [0] * len(batch), least=_ALIKE * PERMUTATIONS)
        for key, digest in batch.items():
            index.add(key, digest, 0)
    return time.process_time() - begun


def _by_rensa(texts: list[str]) -> float:
    signed = []
    for text in texts:
        signed.append(rensa.RMinHash(num_perm=PERMUTATIONS, seed=1))
        signed[-1].update(_shingles(text))
    index = rensa.RMinHashLSH(threshold=_ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    begun = time.process_time()
    for key, one in enumerate(signed):
        found = index.query(one)
        [other for other in found if one.jaccard(signed[other]) >= _ALIKE]
        index.insert(key, one)
    return time.process_time() - begun


def _by_datasketch(texts: list[str]) -> float:
    from datasketch import MinHashLSH

    signed = datasketch_signatures()(texts)
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    begun = time.process_time()
    for key, one in enumerate(signed):
        found = index.query(one)
        [other for other in found if one.jaccard(signed[other]) >= _ALIKE]
        index.insert(key, one)
    return time.process_time() - begun
