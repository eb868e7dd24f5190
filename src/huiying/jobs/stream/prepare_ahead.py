"""Prepare the next posts in a second process while the first places the present ones.

In:   posts of a backlog, some batches ahead.    Out:  the same posts, prepared.
Cost: one more process while a backlog lasts (about 85 MB); nothing for live posts.

What is prepared here is what ``feed`` would prepare itself: a helper that dies, or is late,
costs time and changes nothing.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

from huiying.engine.stream.prepare import PreparedPost, prepare_all
from huiying.engine.types import Post
from huiying.jobs.stream.helper_process import end_with_parent

log = logging.getLogger("huiying.stream")
MIN_POSTS = 200  # fewer posts are prepared here as quickly as they are sent
MAX_WAIT = 30.0  # seconds that a turn waits for its helper


class PrepareAhead:
    """The helper of one stream and what it works on."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._works: deque[Future[bytes]] = deque()
        self._given: set[int] = set()  # keys that the helper has, or has done
        self._done: dict[int, PreparedPost] = {}
        self._off = (os.cpu_count() or 1) < 2  # noqa: PLR2004 - one core gains nothing

    def has(self, key: int) -> bool:
        """Tell whether a post was given to the helper."""
        return key in self._given

    def begin(self) -> None:
        """Begin the helper before there is work: a file of posts is about to come."""
        if not self._off:
            with suppress(BrokenProcessPool, OSError, RuntimeError):  # ``start`` says so
                self._helper().submit(_prepare, [])

    def _helper(self) -> ProcessPoolExecutor:
        if self._pool is None:
            fresh = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=fresh, initializer=end_with_parent)
        return self._pool

    def start(self, posts: Sequence[Post]) -> None:
        """Begin to prepare posts that come soon, if they are worth a helper."""
        if self._off or len(posts) < MIN_POSTS:
            return
        try:
            self._works.append(self._helper().submit(_prepare, list(posts)))
            self._given.update(post.key for post in posts)
        except (BrokenProcessPool, OSError, RuntimeError):
            self._give_up()

    def ready(self, posts: Sequence[Post]) -> list[Post | PreparedPost]:
        """Return the posts, those that the helper has done as prepared."""
        missing = {post.key for post in posts if post.key in self._given} - self._done.keys()
        try:
            while missing and self._works:
                done = self._works.popleft().result(timeout=MAX_WAIT)
                self._done.update((item.key, item) for item in _unpacked(done))
                missing -= self._done.keys()
        except (BrokenProcessPool, TimeoutError, OSError, RuntimeError):
            self._give_up()
        self._given.difference_update(post.key for post in posts)
        return [self._done.pop(post.key, post) for post in posts]

    def forget(self) -> None:
        """Drop what was given and not asked for: another worker has the stream."""
        self._works.clear()
        self._given.clear()
        self._done.clear()

    def _give_up(self) -> None:
        """Go on without a helper; the work is the same, only slower."""
        log.warning("the helper of the stream ended; going on without it")
        self._off = True
        self.forget()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _prepare(posts: list[Post]) -> bytes:
    return pickle.dumps(list(prepare_all(posts)), pickle.HIGHEST_PROTOCOL)


def _unpacked(packed: bytes) -> list[PreparedPost]:
    """Return what the helper sent: unpacked when asked for, not by a thread in between.

    That thread would take the interpreter from the one that places in the middle of its work.
    """
    found: list[PreparedPost] = pickle.loads(packed)  # noqa: S301 - from our own helper
    return found
