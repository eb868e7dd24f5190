"""Read a feed or a list page for a preview; nothing is stored.

In:   address and link rules as typed.    Out:  what would be collected, or why nothing would.
Cost: two requests on the network, up to 20 seconds each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.reasons.rendering import render, render_all
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.collection.core.charset import decode
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.fetch.client import FetchResult, fetch
from huiying.work.collection.fetch.feeds import parse_feed
from huiying.work.collection.fetch.pages import (
    BadRule,
    Link,
    UnreadableArticle,
    article_item,
    list_links,
)
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.posts.prepare import BatchContext, PreparedPost, prepare_items
from huiying.work.collection.sources.models import SourceKind

MAX_LINKS_SHOWN = 20
NO_SECRET = b"preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a source would bring; ``problem`` is "" when it would bring something."""

    found: int = 0
    links: list[Link] = field(default_factory=list)
    post: PreparedPost | None = None  # the first one, as it would be stored
    problem: str = ""
    notes: list[str] = field(default_factory=list)


def preview(
    *, kind: str, address: str, link_pattern: str, link_selector: str, now: datetime
) -> Preview:
    """Ask an address once and show what would be collected from it."""
    is_feed = kind == SourceKind.FEED
    result = fetch(address.strip(), policy=fetch_policy(), keep_start=is_feed)
    if result.reason:
        return Preview(problem=render(result.reason, _))
    if is_feed:
        return _feed(result, now)
    try:
        links = list_links(
            decode(result.body, result.content_type)[0],
            result.final_url,
            pattern=link_pattern.strip() or None,
            selector=link_selector.strip() or None,
        )
    except BadRule as bad:
        return Preview(problem=render(bad.reason, _))
    if not links:
        return Preview(problem=_("页面已打开，但按该规则未找到链接。请放宽规则或改用选择器。"))
    return _page(links, now)


def _feed(result: FetchResult, now: datetime) -> Preview:
    parsed = parse_feed(
        result.body,
        result.content_type,
        result.final_url,
        cut_at_limit=result.cut == "too_big",
    )
    if not parsed.items:
        empty = _("订阅可以打开，但无内容。")
        return Preview(problem=render(parsed.problems[0], _) if parsed.problems else empty)
    links = [
        Link(item.url, item.title or item.text[:60]) for item in parsed.items[:MAX_LINKS_SHOWN]
    ]
    post = _as_stored(parsed.items[0], now)
    notes = [*parsed.problems, *parsed.remarks]
    return Preview(len(parsed.items), links, post, notes=render_all(notes, _))


def _page(links: list[Link], now: datetime) -> Preview:
    article = fetch(links[0].url, policy=fetch_policy())
    if article.reason:
        note = _("第一篇未读取：%(why)s") % {"why": render(article.reason, _)}
        return Preview(len(links), links[:MAX_LINKS_SHOWN], notes=[note])
    try:
        item = article_item(links[0], article, now)
    except UnreadableArticle as problem:
        return Preview(len(links), links[:MAX_LINKS_SHOWN], notes=[render(problem.reason, _)])
    return Preview(len(links), links[:MAX_LINKS_SHOWN], _as_stored(item, now))


def _as_stored(item: RawItem, now: datetime) -> PreparedPost | None:
    shared = BatchContext(
        now, NO_SECRET, channel="", community="", own_channel=False, places=KnownPlaces()
    )
    prepared = prepare_items([item], shared)[0]
    return prepared if isinstance(prepared, PreparedPost) else None
