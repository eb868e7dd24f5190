"""Find what a website offers to collect: feeds and lists of articles; nothing is stored.

In:   the address of a website.
Out:  one ``Offer`` for each feed or list of articles that was opened, the typed address first.
Cost: at most ``MOST_PAGES`` pages of one site, at the distance that the fetcher keeps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from huiying.reasons.rendering import render
from huiying.work.collection.core.charset import decode
from huiying.work.collection.fetch.client import FetchResult, fetch
from huiying.work.collection.fetch.feeds import parse_feed
from huiying.work.collection.fetch.pages import Link, list_links, named_feeds, page_title
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.sources.models import SourceKind

MOST_PAGES = 6
MOST_SECTIONS = 3
MOST_SECTION_CHARS = 12
LEAST_ARTICLES = 4
"""So many links of one shape make a list; fewer are a menu."""
SECTION = re.compile("新闻|要闻|动态|公告|通知|公示|回应|关切|民生|互动|来信|信箱|热点")
"""Names of the pages on which public bodies and local media list what is new."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Offer:
    """One place of a website that can be collected, or why it cannot.

    Attributes:
        link_pattern: The rule that its articles' addresses match; "" for a feed.
        found: Entries or articles that were seen.
        example: The title of the first one.
        problem: "" when it brings something.
    """

    kind: str
    address: str
    name: str
    link_pattern: str = ""
    found: int = 0
    example: str = ""
    problem: str = ""


def discover(address: str) -> list[Offer]:
    """Open a website and the feeds and lists it names; never raises for what it holds."""
    home = fetch(address.strip(), policy=fetch_policy(), keep_start=True)
    if home.reason:
        return [Offer(SourceKind.PAGE, address.strip(), "", problem=render(home.reason, _))]
    feed = _feed(home)
    if feed is not None:
        return [feed]
    html = decode(home.body, home.content_type)[0]
    offers = [_list(home, html)]
    for url in islice(_further(html, home.final_url), MOST_PAGES - 1):
        result = fetch(url, policy=fetch_policy(), keep_start=True)
        if not result.reason:
            offers.append(_feed(result) or _list(result))
    return [offers[0], *(offer for offer in offers[1:] if not offer.problem)]


def _further(html: str, base: str) -> Iterator[str]:
    yield from islice(named_feeds(html, base), MOST_PAGES - MOST_SECTIONS)
    host = urlsplit(base).netloc
    sections = (
        link.url
        for link in list_links(html, base)
        if len(link.title) <= MOST_SECTION_CHARS and SECTION.search(link.title)
    )
    inside = (url for url in sections if urlsplit(url).netloc == host and url != base)
    yield from islice(inside, MOST_SECTIONS)


def _feed(result: FetchResult) -> Offer | None:
    """Read an answer as a feed; None when it is none."""
    if (
        "html" in result.content_type.lower()
        or result.body.lstrip()[:9].lower() == b"<!doctype"
    ):
        return None
    try:
        parsed = parse_feed(
            result.body,
            result.content_type,
            result.final_url,
            cut_at_limit=result.cut == "too_big",
        )
    except Exception:  # whatever the reader of XML raised: it is no feed
        return None
    if not parsed.items:
        return None
    first = parsed.items[0]
    name = first.channel or urlsplit(result.final_url).netloc
    return Offer(
        SourceKind.FEED,
        result.final_url,
        name,
        found=len(parsed.items),
        example=first.title or first.text[:60],
    )


def _list(result: FetchResult, html: str = "") -> Offer:
    html = html or decode(result.body, result.content_type)[0]
    name = page_title(html) or urlsplit(result.final_url).netloc
    pattern, articles = list_rule(list_links(html, result.final_url))
    if not articles:
        problem = _("未找到文章列表。请改填栏目页的网址，或用“添加网页”填写链接规则。")
        return Offer(SourceKind.PAGE, result.final_url, name, problem=problem)
    return Offer(
        SourceKind.PAGE, result.final_url, name, pattern, len(articles), articles[0].title
    )


def list_rule(links: list[Link]) -> tuple[str, list[Link]]:
    """Return the rule of the articles on a page, and the links that it takes.

    Addresses of articles differ in numbers alone: links of one shape with a number in it are
    counted, the shape with most links and a title wins.  ("", []) when there is no such shape.
    """
    shaped = [(shape, link) for link in links if link.title and (shape := _shape(link.url))]
    if not shaped:
        return "", []
    shape, count = Counter(shape for shape, _link in shaped).most_common(1)[0]
    if count < LEAST_ARTICLES:
        return "", []
    return shape, [link for same, link in shaped if same == shape]


def _shape(url: str) -> str:
    """Return the address as a rule in which any number may stand for each number."""
    parts = urlsplit(url)
    path = parts.path + ("?" + parts.query if parts.query else "")
    if not _DIGITS.search(path):
        return ""
    return r"\d+".join(re.escape(part) for part in _DIGITS.split(path)) + "$"
