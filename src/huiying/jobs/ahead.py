"""Let a second process read the words of the next posts while this one places the present.

In:   posts of a backlog, a batch ahead.    Out:  the same posts, prepared.
Cost: one more process while a backlog lasts (about 120 MB); nothing for live posts.

What is prepared here is what ``feed`` would prepare itself: a helper that dies, or is late,
costs time and changes nothing.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from huiying.engine.prepare import Prepared, prepare_all
from huiying.engine.types import Post

log = logging.getLogger("huiying.stream")
ENOUGH = 200  # fewer posts are prepared here as quickly as they are sent
LONGEST = 30.0  # seconds that a turn waits for its helper


class Ahead:
    """The helper of one stream and what it works on."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._work: Future[list[Prepared]] | None = None
        self._off = (os.cpu_count() or 1) < 2  # noqa: PLR2004 - one core gains nothing

    def start(self, posts: Sequence[Post]) -> None:
        """Begin to prepare the next posts, if they are worth a helper."""
        if self._off or self._work is not None or len(posts) < ENOUGH:
            return
        try:
            if self._pool is None:
                fresh = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=fresh)
            self._work = self._pool.submit(_prepare, list(posts))
        except (BrokenProcessPool, OSError, RuntimeError):
            self._give_up()

    def ready(self, posts: Sequence[Post]) -> list[Post | Prepared]:
        """Return the posts, those that the helper has done as prepared."""
        if self._work is None or not posts:
            return list(posts)
        try:
            done = {item.key: item for item in self._work.result(timeout=LONGEST)}
        except (BrokenProcessPool, TimeoutError, OSError, RuntimeError):
            self._give_up()
            return list(posts)
        if any(post.key in done for post in posts):
            self._work = None
        return [done.get(post.key, post) for post in posts]

    def _give_up(self) -> None:
        """Go on without a helper; the work is the same, only slower."""
        log.warning("the helper of the stream ended; going on without it")
        self._off, self._work = True, None
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _prepare(posts: list[Post]) -> list[Prepared]:
    return list(prepare_all(posts))
