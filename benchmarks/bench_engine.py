"""How fast and how well the engine finds events, beside what a user would pick instead.

In:   how many posts are timed, the window they are placed in; or a labelled file of real posts.
Out:  the object of ``huiying bench engine``: our figures, those of the peers, part swaps.
Cost: some fifteen minutes for all peers; each system in its own process, one after another.

All read the same posts. Each peer has its best setting of a few, picked on other posts; of a
file, on its first rows. Ours has none. A ratio is our posts a second by theirs. We use a second
process, as the product does, so ``ratio_cpu`` stands beside it: their processor time for a post
by ours, both processes counted; it hardly changes on a busy machine.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.chart import chart
from benchmarks.components import components
from benchmarks.engine_run import labelled_file, place_all
from benchmarks.labelled import NoSuchColumn, generate_labelled, read_labelled
from benchmarks.machine import machine
from benchmarks.memory import Memory
from benchmarks.peers import PEERS
from benchmarks.peers.run import TRIED, Limits, measure_peer

__all__ = ["NoSuchColumn", "measure"]
_SEED, _OTHER_SEED = 1, 99


def measure(
    posts: int = 50_000,
    window: int = 50_000,
    *,
    file: Path | None = None,
    label: str = "issue_id",
    peers: Iterable[str] = tuple(PEERS),
    runs: int = 1,
    picture: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> dict[str, Any]:
    """Measure every system on the same posts.

    Args:
        posts: How many are timed, after as many as the window holds were placed.
        file: Real posts, all of which are timed from the first one on.
        label: Its column of events; an empty one is unknown and left out of quality.
        peers: Keys of ``PEERS``.
        runs: How often ours is run; the figures are of the run in the middle.
        picture: Where to draw the chart.
    """
    where = machine()
    with tempfile.TemporaryDirectory() as folder:
        made, sample = Path(folder, "posts"), Path(folder, "sample")
        if file is None:
            _say(f"making {window + posts:,} posts")
            labelled_file(made, generate_labelled(window + posts, _SEED))
            labelled_file(sample, generate_labelled(TRIED, _OTHER_SEED))
        else:
            rows = read_labelled(file, label)
            posts, window = len(rows), 0
            labelled_file(made, rows)
            labelled_file(sample, rows[:TRIED])
        theirs, absent = _peers(peers, made, sample, window or posts, limits)
        compared = sorted({one["posts_measured"] for one in theirs})
        ours = [_ours(made, window, compared) for _ in range(runs)]
        _say("part swaps")
        swaps, missing = components(made)
    result = {
        "posts": posts,
        "window": window,
        "source": str(file.name) if file else f"generated, seed {_SEED}",
        **_told(ours, theirs),
        "components": swaps,
        "not_measured": absent + missing,
        "machine": where,
        "runs": runs,
    }
    if picture:
        picture.write_text(chart(result), encoding="utf-8")
    return result


def _told(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return our figures and the peers' with their ratios."""
    speeds = [one["posts_per_second"] for one in ours]
    middle = min(ours, key=lambda one: abs(one["posts_per_second"] - statistics.median(speeds)))
    speed = middle["posts_per_second"]
    cpu = middle["placing_us"] + middle["preparing_us"]
    there = middle["bcubed_f1_after"]
    return {
        "posts_per_second": speed,
        "posts_per_second_spread": [min(speeds), max(speeds)],
        "bcubed_f1": middle["bcubed_f1"],
        "proposals_per_second": middle["proposals_per_second"],
        "proposals_backlog_share": max(0.0, 1 - middle["proposals_per_second"] / speed),
        "peak_rss_mb": max(one["peak_rss_mb"] for one in ours),
        "added_rss_mb": max(one["added_rss_mb"] for one in ours),
        "cpu_us": {"placing": middle["placing_us"], "preparing": middle["preparing_us"]},
        "peers": [
            {
                **peer,
                "ratio": speed / peer["posts_per_second"],
                "ratio_cpu": peer["cpu_us"] / cpu,
                "our_bcubed_f1": there[peer["posts_measured"]],
            }
            for peer in theirs
        ],
    }


def _peers(
    names: Iterable[str], posts: Path, sample: Path, window: int, limits: Limits
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Return what was measured, and what was not and why."""
    measured, absent = [], []
    for name in names:
        peer = PEERS[name]
        if without := peer.missing():
            why = f"not installed: {', '.join(without)}; pip install '.[bench]'"
            absent.append({"name": peer.name, "why": why})
            continue
        _say(peer.name)
        try:
            figures, peak = _apart(measure_peer, name, posts, sample, window, limits)
        except Exception as error:  # somebody else's program: the others are still measured
            absent.append({"name": peer.name, "why": f"{type(error).__name__}: {error}"})
            continue
        measured.append({"name": peer.name, **figures, "peak_rss_mb": peak})
    return measured, absent


def _ours(posts: Path, window: int, compared: list[int]) -> dict[str, Any]:
    _say("ours")
    figures, peak = _apart(place_all, posts, window, compared)
    return {**figures, "peak_rss_mb": peak}


def _apart(work: Callable[..., dict[str, Any]], *given: Any) -> tuple[dict[str, Any], float]:
    """Do the work in a process of its own; return what it says and its peak in MB."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        watcher = Memory(pool.submit(os.getpid).result())
        try:
            figures = pool.submit(work, *given).result()
        finally:
            peak = watcher.stop()
    return figures, peak / 1e6


def _say(what: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")
    sys.stderr.flush()
