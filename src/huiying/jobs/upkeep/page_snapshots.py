"""Take the snapshots of pages that wait: ask the website twice, compare, store the article.

In:   snapshots in the database.    Out:  masked texts with hashes, or why there is none.
Cost: two requests a snapshot, at the pace that the host allows; one snapshot a turn.

The collector's own client asks: it obeys robots.txt, sends no cookie and never logs in.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from huiying.jobs import clock
from huiying.jobs.shares import Takes, takes_all
from huiying.jobs.upkeep.made_files import take, was_killed
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.problem import Problem
from huiying.work.collection.fetch.client import FetchResult, fetch
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.snapshots.actions.finish_snapshot import (
    fail_snapshot,
    finish_snapshot,
)
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.snapshots.page_text import PageText, page_text
from huiying.work.collection.snapshots.queries import next_snapshot, running_snapshots

log = logging.getLogger("huiying.collect")

STILL = timedelta(minutes=10)  # one that runs longer was killed


class _NotTakenError(Exception):
    def __init__(self, why: Reason) -> None:
        super().__init__(why.code)
        self.why = why


def turn(now: datetime, takes: Takes = takes_all) -> int:
    """Take one snapshot that waits; returns how many were taken.

    Args:
        takes: Asked for a host: whether it is in the share of this worker.
    """
    for row in running_snapshots():
        if was_killed(row, STILL):
            _fail(row, reason("collection.snapshot.broken_off"), now)
    waiting = next_snapshot(takes)
    if waiting is None or not take(waiting):
        return 0
    return int(_take(waiting, now))


def _take(row: PageSnapshot, now: datetime) -> bool:
    try:
        first, again = _read(row, now), _read(row, now)
    except _NotTakenError as error:
        return _fail(row, error.why, now)
    except Exception:
        log.exception("snapshot %s was not taken", row.pk)
        return _fail(row, reason("collection.snapshot.not_taken"), now)
    changed = first.text_sha256 != again.text_sha256
    return finish_snapshot(row, page=first, changed=changed, now=now, real_now=clock.real_now())


def _read(row: PageSnapshot, now: datetime) -> PageText:
    result: FetchResult = fetch(row.post.url, policy=fetch_policy())
    if result.reason is not None:
        raise _NotTakenError(result.reason)
    try:
        return page_text(row.bureau_id, row.post.url, result, now)
    except Problem as problem:
        raise _NotTakenError(problem.reason) from problem


def _fail(row: PageSnapshot, why: Reason, now: datetime) -> bool:
    fail_snapshot(row, why=why, now=now, real_now=clock.real_now())
    return False
