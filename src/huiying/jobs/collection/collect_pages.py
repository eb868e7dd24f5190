"""Read the articles of a list page: find the new ones, fetch their text, record the result.

In:   a list page that was read, the sources that follow it.    Out:  live posts, outcomes.
Cost: at most 20 articles a turn, at the pace that the host allows.

An article that fails is tried again after a pause that grows, also when the list does not name
it any more (``sources/actions/record_misses.py``).
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiying.base.audit.subjects import MACHINE
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.charset import decode
from huiying.work.collection.core.items import CLASSIFIED, RawItem
from huiying.work.collection.core.problem import Problem
from huiying.work.collection.fetch.client import FetchResult, fetch
from huiying.work.collection.fetch.pages import BadRule, Link, article_item, list_links
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.prepare import earlier_digests, key_digests
from huiying.work.collection.posts.queries import known_digests
from huiying.work.collection.sources.actions.record_fetch import FetchOutcome
from huiying.work.collection.sources.actions.record_misses import (
    Miss,
    record_misses,
    with_misses,
)
from huiying.work.collection.sources.models import Health, Source
from huiying.work.collection.sources.queries import missed_items

log = logging.getLogger("huiying.collect")

ARTICLES_A_TURN = 20
LINKS_LOOKED_AT = 200


@dataclass(slots=True)
class _Wanted:
    """What one source wants of this turn, by the digest of each article's key."""

    links: dict[bytes, Link]
    came: set[bytes] = field(default_factory=set)
    misses: list[Miss] = field(default_factory=list)
    has_links: bool = True  # the list named anything at all

    def miss(self, digest: bytes, why: Reason | None, result: FetchResult | None) -> None:
        """Note that an article did not come."""
        link = self.links[digest]
        found = why or reason("collection.fetch.bad_answer")
        if result is None:
            self.misses.append(Miss(digest, link.url, found))
            return
        is_try = not result.asks_for_time
        self.misses.append(Miss(digest, link.url, found, is_try=is_try, pause=result.pause))


class ListPage:
    """One list page in one turn."""

    def __init__(
        self, sources: list[Source], result: FetchResult, pool: ThreadPoolExecutor
    ) -> None:
        self.sources = sources
        self.more = False  # articles that did not fit into this turn
        self.pause = timedelta(0)  # how long the site wants to be left alone
        self._html = decode(result.body, result.content_type)[0]
        self._base = result.final_url
        self._pool = pool
        self._wanted: dict[int, _Wanted] = {}
        self._asked: dict[str, Future[FetchResult]] = {}
        self._outcomes: dict[int, FetchOutcome] = {}

    def start(self, now: datetime) -> None:
        """Find the articles that a source does not have yet, and ask for the first of them."""
        for source in self.sources:
            try:
                self._wanted[source.pk] = self._find_wanted(source, now)
            except BadRule as bad:
                self._outcomes[source.pk] = FetchOutcome(Health.FAILED, bad.reason)
        for wanted in self._wanted.values():
            for link in wanted.links.values():
                if link.url in self._asked:
                    continue
                if len(self._asked) == ARTICLES_A_TURN:
                    self.more = True
                    break
                self._asked[link.url] = self._pool.submit(
                    fetch, link.url, policy=fetch_policy()
                )

    def finish(self, now: datetime) -> dict[int, FetchOutcome]:
        """Take in the articles that arrived; returns the outcome of every source."""
        for source in self.sources:
            if source.pk in self._wanted:
                self._outcomes[source.pk] = self._take(source, self._wanted[source.pk], now)
        return self._outcomes

    def _links(self, source: Source) -> list[Link]:
        found = list_links(
            self._html,
            self._base,
            pattern=source.link_pattern or None,
            selector=source.link_selector or None,
        )
        return found[:LINKS_LOOKED_AT]

    def _find_wanted(self, source: Source, now: datetime) -> _Wanted:
        """Return what is new on the list, then what failed before and is due again."""
        links = self._links(source)
        shared, addresses = batch_context(source, now), [link.url for link in links]
        digests = key_digests(addresses, shared)
        listed = dict(zip(digests, links, strict=True))
        missed = missed_items(source)
        earlier = dict(zip(earlier_digests(addresses, shared), digests, strict=True))
        found = known_digests(source.pk, [*listed, *missed, *earlier])
        known = found | {earlier[digest] for digest in found & set(earlier)}
        new = {
            digest: link
            for digest, link in listed.items()
            if digest not in known and digest not in missed
        }
        due = {
            digest: listed.get(digest) or Link(row.address, "")
            for digest, row in missed.items()
            if digest not in known and row.given_up_at is None and row.retry_at <= now
        }
        return _Wanted(new | due, came=known & set(missed), has_links=bool(links))

    def _take(self, source: Source, wanted: _Wanted, now: datetime) -> FetchOutcome:
        items: dict[bytes, RawItem] = {}
        for digest, link in wanted.links.items():
            if link.url not in self._asked:
                continue
            result = self._asked[link.url].result()
            if result.was_postponed:
                self.more = True  # nobody was asked: it is no try of the article's
            elif result.status != "ok":
                self.pause = max(self.pause, result.pause)
                wanted.miss(digest, result.reason, result)
            else:
                item = _read(link, result, now)
                if isinstance(item, Reason):
                    wanted.miss(digest, item, result)
                else:
                    items[digest] = item
        self._store(source, items, wanted, now)
        record_misses(source=source, misses=wanted.misses, came=wanted.came, now=now)
        health = Health.HEALTHY if wanted.has_links else Health.EMPTY
        return with_misses(FetchOutcome(health), source, now)

    def _store(
        self, source: Source, items: dict[bytes, RawItem], wanted: _Wanted, now: datetime
    ) -> None:
        results = accept_posts(
            source=source,
            items=list(items.values()),
            lane=Lane.LIVE,
            history=False,
            actor=MACHINE,
            now=now,
        )
        for digest, accepted in zip(items, results, strict=True):
            if accepted.code == CLASSIFIED and accepted.reason:
                # Not a word of it is kept, nor is it asked for again.
                wanted.misses.append(Miss(digest, "", accepted.reason, is_final=True))
            elif accepted.status == "refused":
                wanted.miss(digest, accepted.reason, None)
            else:
                wanted.came.add(digest)


def _read(link: Link, result: FetchResult, now: datetime) -> RawItem | Reason:
    """Return the article, or why it cannot be read: its fault, and no other's."""
    try:
        return article_item(link, result, now)
    except Problem as problem:
        return problem.reason
    except Exception:
        log.exception("the article %s could not be read", link.url)
        return reason("collection.fetch.internal")
