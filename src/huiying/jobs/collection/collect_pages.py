"""Read the articles of a list page: find the new ones, fetch their text, record the result.

In:   a list page that was read, the sources that follow it.    Out:  live posts, outcomes.
Cost: at most 20 articles a turn, at the pace that the host allows.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from huiying.base.audit.subjects import MACHINE
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.charset import decode
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.fetch.client import FetchResult, fetch
from huiying.work.collection.fetch.pages import BadRule, Link, article_item, list_links
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.prepare import key_digests
from huiying.work.collection.posts.queries import known_digests
from huiying.work.collection.sources.actions.record_fetch import FetchOutcome
from huiying.work.collection.sources.models import Health, Source

ARTICLES_A_TURN = 20
LINKS_LOOKED_AT = 200
MOST_TRIES = 3
MOST_REMEMBERED = 10_000

_tries: dict[str, int] = {}  # of articles that could not be read; forgotten with the process


class ListPage:
    """One list page in one turn."""

    def __init__(
        self, sources: list[Source], result: FetchResult, pool: ThreadPoolExecutor
    ) -> None:
        self.sources = sources
        self.more = False  # articles that did not fit into this turn
        self.gap = False  # articles that were asked for and did not come
        self.pause = timedelta(0)  # how long the site wants to be left alone
        self._html = decode(result.body, result.content_type)[0]
        self._base = result.final_url
        self._pool = pool
        self._wanted: dict[int, list[Link]] = {}
        self._asked: dict[str, Future[FetchResult]] = {}
        self._outcomes: dict[int, FetchOutcome] = {}

    def start(self, now: datetime) -> None:
        """Find the articles that a source does not have yet, and ask for the first of them."""
        for source in self.sources:
            try:
                links = self._links(source)
            except BadRule as bad:
                self._outcomes[source.pk] = FetchOutcome(Health.FAILED, bad.reason)
                continue
            if not links:
                self._outcomes[source.pk] = FetchOutcome(Health.EMPTY)
                continue
            self._wanted[source.pk] = self._new(source, links, now)
        for links in self._wanted.values():
            for link in links:
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
                self._outcomes[source.pk] = self._take(source, now)
        return self._outcomes

    def _links(self, source: Source) -> list[Link]:
        found = list_links(
            self._html,
            self._base,
            pattern=source.link_pattern or None,
            selector=source.link_selector or None,
        )
        return found[:LINKS_LOOKED_AT]

    def _new(self, source: Source, links: list[Link], now: datetime) -> list[Link]:
        digests = key_digests([link.url for link in links], batch_context(source, now))
        known = known_digests(source.pk, digests)
        return [
            link
            for link, digest in zip(links, digests, strict=True)
            if digest not in known and _tries.get(link.url, 0) < MOST_TRIES
        ]

    def _take(self, source: Source, now: datetime) -> FetchOutcome:
        items: list[RawItem] = []
        lost: list[Reason | None] = []
        for link in self._wanted[source.pk]:
            if link.url not in self._asked:
                continue
            result = self._asked[link.url].result()
            if result.status == "ok":
                items.append(article_item(link, result))
            elif result.was_postponed:
                self.more = True  # nobody was asked: it is no try of the article's
            else:
                lost.append(result.reason)
                self._note_miss(link.url, result)
        results = accept_posts(
            source=source, items=items, lane=Lane.LIVE, history=False, actor=MACHINE, now=now
        )
        for item, accepted in zip(items, results, strict=True):
            if accepted.status == "refused":
                lost.append(accepted.reason)
                _remember(item.external_key)
        if lost:
            self.gap = True
            why = lost[0] or reason("collection.fetch.bad_answer")
            found = reason("collection.fetch.articles", count=len(lost), why=why)
            return FetchOutcome(Health.DEGRADED, found)
        return FetchOutcome(Health.HEALTHY)

    def _note_miss(self, url: str, result: FetchResult) -> None:
        self.pause = max(self.pause, result.pause)
        if not result.asks_for_time:
            _remember(url)


def _remember(url: str) -> None:
    """An article that fails again and again must not keep the others from their turn."""
    if len(_tries) >= MOST_REMEMBERED:
        _tries.clear()
    _tries[url] = _tries.get(url, 0) + 1
