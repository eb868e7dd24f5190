"""Take in the entries of a feed that was read, and say how the feed is.

In:   a feed that was read, a source that follows it.    Out:  live posts, the outcome.
Cost: one batch a source.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.audit.subjects import MACHINE
from huiying.reasons.reason import reason
from huiying.work.collection.fetch.parsed_feed import ParsedFeed
from huiying.work.collection.posts.actions.accept import ItemResult, accept_posts
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.prepare import INTERNAL, key_digests
from huiying.work.collection.sources.actions.record_fetch import FetchOutcome
from huiying.work.collection.sources.actions.record_misses import (
    Miss,
    record_misses,
    with_misses,
)
from huiying.work.collection.sources.models import Health, Source


def take_feed(source: Source, parsed: ParsedFeed, now: datetime) -> FetchOutcome:
    """Store the entries of a feed; an entry that we fail at costs no other."""
    results = accept_posts(
        source=source, items=parsed.items, lane=Lane.LIVE, history=False, actor=MACHINE, now=now
    )
    shared = batch_context(source, now)
    keys = [item.external_key or item.url or item.title for item in parsed.items]
    addresses = [item.url for item in parsed.items] + parsed.unread
    digests = key_digests(keys + parsed.unread, shared)
    failed = [result.code == INTERNAL for result in results] + [True] * len(parsed.unread)
    record_misses(
        source=source,
        misses=[
            Miss(digest, address, reason("collection.fetch.internal"))
            for digest, address, is_lost in zip(digests, addresses, failed, strict=True)
            if is_lost
        ],
        came={digest for digest, is_lost in zip(digests, failed, strict=True) if not is_lost},
        now=now,
    )
    return with_misses(_feed_outcome(parsed, results), source, now)


def _feed_outcome(parsed: ParsedFeed, results: list[ItemResult]) -> FetchOutcome:
    """Return the health of a feed that was read."""
    if parsed.problems:
        state = Health.DEGRADED if parsed.items else Health.FAILED
        return FetchOutcome(state, parsed.problems[0])
    remarks = list(parsed.remarks)
    if empty := sum(result.code == "empty" for result in results):
        remarks.append(reason("collection.feed.empty_entries", count=f"{empty:,}"))
    health = Health.HEALTHY if parsed.items else Health.EMPTY
    return FetchOutcome(health, remarks[0] if remarks else None)
