"""Collect on schedule: request each due address once, for all bureaus that follow it.

In:   due addresses, feeds and pages on the network.    Out:  live posts; each source's health.
Cost: one conditional request an address; eight at a time; articles see ``collect_pages``.

An address is claimed by moving its next moment, so that two processes never ask it twice.
Threads only wait for the network: everything that touches the database happens here.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiying.jobs.collection.collect_feeds import take_feed
from huiying.jobs.collection.collect_pages import ListPage
from huiying.jobs.shares import Takes, takes_all
from huiying.reasons.reason import reason
from huiying.work.collection.emergency.queries import ask_every
from huiying.work.collection.fetch.client import FetchResult, fetch
from huiying.work.collection.fetch.failure_reasons import transport_reason
from huiying.work.collection.fetch.feeds import parse_feed
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.sources.actions.pause_source import resume_due_sources
from huiying.work.collection.sources.actions.record_fetch import (
    UNHEALTHY,
    FetchOutcome,
    claim_address,
    record_outcome,
    record_silence,
    retry_pause,
    schedule_address,
)
from huiying.work.collection.sources.models import FetchAddress, Health, Source, SourceKind
from huiying.work.collection.sources.queries import due_addresses, followers_of

log = logging.getLogger("huiying.collect")

ADDRESSES_A_TURN = 32
THREADS = 8
CLAIM = timedelta(minutes=5)  # longer than a turn; a killed turn's addresses are due again then
SOON = timedelta(minutes=2)  # for what did not fit into a turn
CUT_CODES = {"too_big": "too_big", "incomplete": "bad_answer"}


@dataclass(slots=True)
class DueAddress:
    """One address in one turn, and what it came to for each follower."""

    address: FetchAddress
    claimed_until: datetime
    sources: list[Source]
    result: FetchResult | None = None
    outcomes: dict[int, FetchOutcome] = field(default_factory=dict)
    pages: ListPage | None = None


def turn(now: datetime, takes: Takes = takes_all) -> int:
    """Ask every due address once; returns how many were asked.

    Args:
        takes: Asked for a host: whether it is in the share of this worker. The distance
            between two requests to a host is kept by one process, so each has one.
    """
    resume_due_sources(now)
    errands = _claim(now, takes)
    if not errands:
        return 0
    with ThreadPoolExecutor(THREADS, thread_name_prefix="fetch") as pool:
        requests: dict[Future[FetchResult], DueAddress] = {
            pool.submit(
                fetch,
                errand.address.url,
                policy=fetch_policy(),
                etag=errand.address.etag,
                last_modified=errand.address.last_modified,
                # Of a feed the whole entries can be taken, of a page nothing.
                keep_start=any(one.kind == SourceKind.FEED for one in errand.sources),
            ): errand
            for errand in errands
        }
        for future in as_completed(requests):
            errand = requests[future]
            with _Guarded(errand):
                errand.result = future.result()
                _arrived(errand, pool, now)
        for errand in errands:
            if errand.pages is not None:
                with _Guarded(errand):
                    errand.outcomes |= errand.pages.finish(now)
    for errand in errands:
        with _Guarded(errand):
            _note(errand, now)
    return len(errands)


class _Guarded:
    """One address that goes wrong never stops the others; it is asked again after its claim."""

    def __init__(self, errand: DueAddress) -> None:
        self.errand = errand

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Exception):
            return False
        log.error("collecting %s failed", self.errand.address.url, exc_info=error)
        return True


def _claim(now: datetime, takes: Takes) -> list[DueAddress]:
    errands = []
    for address in due_addresses(now, limit=ADDRESSES_A_TURN, takes=takes):
        until = now + CLAIM
        if claim_address(address=address, until=until):
            errands.append(DueAddress(address, until, followers_of(address)))
    return errands


def _arrived(errand: DueAddress, pool: ThreadPoolExecutor, now: datetime) -> None:
    """Take in what a feed holds; ask for the articles of a page."""
    result = errand.result
    assert result is not None  # noqa: S101 - set by the caller
    if result.status != "ok":
        outcome = (
            FetchOutcome(Health.NOT_MODIFIED)
            if result.status == "not_modified"
            else FetchOutcome(Health.FAILED, result.reason)
        )
        errand.outcomes = {source.pk: outcome for source in errand.sources}
        return
    feeds = [source for source in errand.sources if source.kind == SourceKind.FEED]
    if feeds:
        parsed = parse_feed(
            result.body,
            result.content_type,
            result.final_url,
            cut_at_limit=result.cut == "too_big",
        )
        errand.outcomes |= {source.pk: take_feed(source, parsed, now) for source in feeds}
    followed = [source for source in errand.sources if source.kind == SourceKind.PAGE]
    if followed and result.cut:
        why = transport_reason(CUT_CODES[result.cut], fetch_policy())
        failed = FetchOutcome(Health.FAILED, why)
        errand.outcomes |= {source.pk: failed for source in followed}
    elif followed:
        errand.pages = ListPage(followed, result, pool)
        errand.pages.start(now)


def _postpone(errand: DueAddress, now: datetime) -> None:
    """Ask soon, and before those that were asked: a site's wish for distance is no failure."""
    schedule_address(
        address=errand.address,
        claimed_until=errand.claimed_until,
        next_fetch_at=now + SOON,
        now=now,
        validators=None,
    )


def _note(errand: DueAddress, now: datetime) -> None:
    result = errand.result
    if result is not None and result.was_postponed:
        _postpone(errand, now)
        return
    # What was begun and came to nothing is said too, else the source would look as before.
    failed = FetchOutcome(Health.FAILED, reason("collection.fetch.internal"))
    outcomes = [errand.outcomes.get(source.pk, failed) for source in errand.sources]
    for source, outcome in zip(errand.sources, outcomes, strict=True):
        record_silence(source=source, now=now)
        record_outcome(source=source, outcome=outcome, now=now)
    interval = timedelta(minutes=ask_every(errand.sources, now))
    failures = min(source.failures for source in errand.sources)
    more = errand.pages is not None and errand.pages.more
    pause = min(SOON, interval) if more else retry_pause(interval, failures)
    answered = result is not None and result.status in {"ok", "not_modified"}
    complete = answered and not more and all(one.health not in UNHEALTHY for one in outcomes)
    schedule_address(
        address=errand.address,
        claimed_until=errand.claimed_until,
        next_fetch_at=now + max(pause, _wished(errand)),
        now=now,
        # What was not taken in completely must not be answered by "not modified" next time.
        validators=(result.etag, result.last_modified) if complete and result else ("", ""),
    )


def _wished(errand: DueAddress) -> timedelta:
    """Return how long the site wants to be left alone, as its page or an article said."""
    answers = (errand.result, errand.pages)
    return max((one.pause for one in answers if one is not None), default=timedelta(0))
