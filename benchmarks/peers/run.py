"""Tune one peer on a sample, then take its quality and speed on the posts that we place.

In:   the name of a peer's module, the files of posts and of the sample, the window.
Out:  posts a second, B-cubed F1, and on how many posts they were measured.
Cost: a minute for quality, a minute for speed at a full window, less for what is quick.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.engine_run import BATCH, batches, quality
from benchmarks.labelled import Labelled

TRIED: Final = 2_000  # posts of the sample
QUALITY_POSTS: Final = 20_000  # of which quality is told, if they fit

Timed = tuple[int, float, float]  # posts, seconds, seconds of processor time


class Limits(NamedTuple):
    """How many seconds a peer is given."""

    measured: float = 60.0  # for each of its figures
    tried: float = 20.0  # for each setting


def measure_peer(
    name: str, posts: Path, sample: Path, window: int, limits: Limits
) -> dict[str, Any]:
    """Return the figures of one peer."""
    module = importlib.import_module(f"benchmarks.peers.{name}")
    tried = [one for batch in batches(sample) for one in batch]
    words = [_text(one) for one in tried]
    setting = _best(module, tried, words, window, limits.tried)
    made = module.Pipeline(words, window, **setting)
    source = islice(batches(posts), QUALITY_POSTS // BATCH)
    timed = count, _, _ = _run(made, source, limits.measured)
    found, *asked = _timed(made.labels)
    if hasattr(made, "fill"):
        full = module.Pipeline(words, window, **setting)
        at_full = _at_full_window(full, posts, window, limits.measured)
        timed, asked = (at_full, [0.0, 0.0]) if at_full[0] else (timed, asked)
    truth = [one.event for one in _first(posts, count)]
    return {
        "posts_per_second": timed[0] / (timed[1] + asked[0]),
        "cpu_us": (timed[2] + asked[1]) / timed[0] * 1e6,
        "bcubed_f1": quality(truth, found),
        "posts_measured": count,
        "setting": setting,
    }


def _best(
    module: Any, sample: list[Labelled], words: list[str], window: int, longest: float
) -> dict[str, Any]:
    """Return the setting that finds the events of the sample best."""
    scored = []
    for number, setting in enumerate(module.SETTINGS):
        made = module.Pipeline(words, window, **setting)
        cut = [sample[at : at + BATCH] for at in range(0, len(sample), BATCH)]
        _run(made, cut, longest)
        found = made.labels()
        truth = [one.event for one in sample[: len(found)]]
        scored.append((quality(truth, found), -number, setting))
    return max(scored, key=lambda one: one[:2])[2]


def _run(made: Any, source: Iterable[list[Labelled]], longest: float) -> Timed:
    """Give batches to a pipeline until they or the time are over."""
    begun, used, posts = time.perf_counter(), time.process_time(), 0
    for batch in source:
        made.add([_text(one) for one in batch])
        posts += len(batch)
        if time.perf_counter() - begun > longest:
            break
    return posts, time.perf_counter() - begun, time.process_time() - used


def _timed(ask: Callable[[], list[int]]) -> tuple[list[int], float, float]:
    begun, used = time.perf_counter(), time.process_time()
    answer = ask()
    return answer, time.perf_counter() - begun, time.process_time() - used


def _at_full_window(made: Any, path: Path, window: int, longest: float) -> Timed:
    """Place posts once the window is full; none when there are too few to fill it."""
    source = batches(path)
    for batch in islice(source, -(-window // BATCH)):
        made.fill([_text(one) for one in batch])
    return _run(made, source, longest)


def _first(path: Path, count: int) -> list[Labelled]:
    rows = (one for batch in batches(path) for one in batch)
    return list(islice(rows, count))


def _text(one: Labelled) -> str:
    return f"{one.title} {one.text}"
