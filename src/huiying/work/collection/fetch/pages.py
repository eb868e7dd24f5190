"""Find the articles on a list page, and read one.

In:   decoded HTML and its address; a link pattern or a CSS selector.
Out:  ``Link`` rows of the list; a ``RawItem`` of an article.
Cost: list about 5 ms, article about 3 ms a page; 2,000,000 characters are read at most.

Scripts are never run.  The author of an article is not read: the product follows matters.
"""

import re
import time
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urldefrag, urljoin

import regex
import trafilatura
from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector, SelectorError

from huiying.reasons.reason import reason
from huiying.work.collection.core.charset import decode
from huiying.work.collection.core.items import RawItem, web_address
from huiying.work.collection.core.moments import at_reading, more_precise
from huiying.work.collection.core.plain_text import one_line
from huiying.work.collection.core.post_address import address_identity
from huiying.work.collection.core.problem import Problem
from huiying.work.collection.fetch.client import FetchResult
from huiying.work.collection.fetch.dates import date_beside, page_date

MAX_HTML_CHARS = 2_000_000
MAX_TAGS = 20_000  # beyond it the extractor takes seconds; the plain text must do
MAX_LINKS = 500
MAX_ANCHORS = 5_000  # looked at on one page
MAX_RULE_CHARS = 300
MAX_TITLE_CHARS = 300
PATTERN_SECONDS = 1.0  # for all links of a page together

# Names that news sites and, by national standard, government sites give the title.
TITLE_NAMES = ("articletitle", "og:title")
NO_ARTICLE = (
    "//script|//style|//noscript|//template|//nav|//header|//footer|//form|//iframe|//svg"
)


class BadRule(Problem):
    """The pattern or selector of a list page cannot be used; its reason says why."""


class UnreadableArticle(Problem):
    """A page without text, or one of which half would be read; its reason says which."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a list page."""

    url: str  # absolute, http(s), without fragment
    title: str  # the text of the link, "" if it has none
    published: str = ""  # the date beside it as written, perhaps relative: "3小时前"


def list_links(
    html: str, base_url: str, *, pattern: str | None = None, selector: str | None = None
) -> list[Link]:
    """Return the distinct links that both rules accept, in page order, at most 500.

    Args:
        html: The decoded page.
        base_url: Its address after redirects.
        pattern: A regular expression searched for in the absolute address.
        selector: A CSS selector of links, or of elements that hold links.

    Raises:
        BadRule: If a rule is invalid, too long or too slow.
    """
    wanted = _compiled_pattern(pattern)
    select = _compiled_selector(selector)
    tree = _parse(html)
    if tree is None:
        return []
    places = select(tree) if select else [tree]
    found: dict[str, Link] = {}
    base = _base(tree, base_url)
    anchors = (anchor for place in places for anchor in place.iter("a"))
    for anchor in islice(anchors, MAX_ANCHORS):
        url = _absolute(base, anchor.get("href", ""))
        if not url:
            continue
        identity = address_identity(url)
        same = found.setdefault(identity, Link(url, ""))
        title = one_line("".join(anchor.itertext()), MAX_TITLE_CHARS)
        title = title or one_line(anchor.get("title", ""), MAX_TITLE_CHARS)
        found[identity] = replace(
            same,
            title=same.title or title,
            published=same.published or date_beside(anchor),
        )
    links = {link.url: link for link in found.values()}
    return [links[url] for url in _matching(list(links), wanted)]


FEED_TYPES = ("rss+xml", "atom+xml", "feed+json")


def named_feeds(html: str, base_url: str) -> list[str]:
    """Return the addresses of the feeds that a page names in its head, in page order."""
    tree = _parse(html)
    if tree is None:
        return []
    base = _base(tree, base_url)
    named = (
        _absolute(base, link.get("href", ""))
        for link in tree.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and any(kind in link.get("type", "").lower() for kind in FEED_TYPES)
    )
    return list(dict.fromkeys(url for url in named if url))


def page_title(html: str) -> str:
    """Return the title of a page, "" without one."""
    tree = _parse(html)
    return "" if tree is None else _first_text(tree, "//title")


def read_article(html: str, url: str) -> RawItem:
    """Return title, text and date of an article page; what is not there stays empty.

    Never raises for what the page holds.
    """
    page = html[:MAX_HTML_CHARS]
    tree = _parse(page)
    if tree is None:
        return RawItem(url=url, external_key=url)
    facts = _meta(tree)
    title, text = _extracted(page, url)
    heading = next((facts[name] for name in TITLE_NAMES if name in facts), "") or title
    heading = heading or _first_text(tree, "//h1") or _first_text(tree, "//title")
    date = page_date(tree, facts, heading)
    return RawItem(
        title=heading,
        text=text or _all_text(tree),
        external_key=url,
        url=url,
        published_at=date,
        channel=facts.get("og:site_name", "") or facts.get("sitename", ""),
    )


def _extracted(page: str, url: str) -> tuple[str, str]:
    if page.count("<") > MAX_TAGS:
        return "", ""
    try:
        found = trafilatura.bare_extraction(
            page,
            url=url,
            fast=True,
            include_comments=False,
            with_metadata=False,  # of Chinese dates it reads few, and of none the time
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        # A page made to break the extractor still gives its plain text below.
        return "", ""
    if found is None or isinstance(found, dict):
        return "", ""
    return found.title or "", found.text or ""


def _parse(html: str) -> lxml_html.HtmlElement | None:
    # huge_tree stays off: libxml2 then bounds depth and sizes itself.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    data = html[:MAX_HTML_CHARS].replace("\0", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _meta(tree: lxml_html.HtmlElement) -> dict[str, str]:
    facts: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = one_line(element.get("content", "")[:2_000], MAX_TITLE_CHARS)
        if name and content:
            facts.setdefault(name.strip().lower(), content)
    return facts


def _first_text(tree: lxml_html.HtmlElement, path: str) -> str:
    for element in tree.xpath(path):
        if text := one_line(str(element.text_content()), MAX_TITLE_CHARS):
            return text
    return ""


def _all_text(tree: lxml_html.HtmlElement) -> str:
    for element in tree.xpath(NO_ARTICLE):
        element.drop_tree()
    body = tree.find("body")
    lines = (line.strip() for line in (tree if body is None else body).itertext(with_tail=True))
    return "\n".join(line for line in lines if line)


def _base(tree: lxml_html.HtmlElement, url: str) -> str:
    element = tree.find(".//base")
    href = "" if element is None else element.get("href", "")
    return _absolute(url, href) or url


def _absolute(base: str, href: str) -> str:
    bare = re.sub(r"[\t\r\n]", "", href).strip()
    if not bare or bare.startswith("#"):
        return ""
    try:
        url, _fragment = urldefrag(urljoin(base, bare))
    except ValueError:
        return ""
    return web_address(url.replace(" ", "%20"))[0]


def _compiled_pattern(pattern: str | None) -> "regex.Pattern[str] | None":
    if not pattern:
        return None
    if len(pattern) > MAX_RULE_CHARS:
        raise BadRule(reason("collection.rule.rule_too_long", limit=MAX_RULE_CHARS))
    try:
        return regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise BadRule(reason("collection.rule.bad_pattern")) from error


def _compiled_selector(selector: str | None) -> CSSSelector | None:
    if not selector:
        return None
    if len(selector) > MAX_RULE_CHARS:
        raise BadRule(reason("collection.rule.rule_too_long", limit=MAX_RULE_CHARS))
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.LxmlError, ValueError, RecursionError) as error:
        raise BadRule(reason("collection.rule.bad_selector")) from error


def _matching(urls: list[str], wanted: "regex.Pattern[str] | None") -> list[str]:
    if wanted is None:
        return urls[:MAX_LINKS]
    selected: list[str] = []
    ends_at = time.perf_counter() + PATTERN_SECONDS
    for url in urls:
        try:
            if wanted.search(url, timeout=max(ends_at - time.perf_counter(), 0.001)):
                selected.append(url)
        except TimeoutError as error:
            raise BadRule(reason("collection.rule.slow_pattern")) from error
        if len(selected) == MAX_LINKS:
            break
    return selected


PAGE_TYPES = ("html", "xml", "text/plain")


def article_item(link: Link, result: FetchResult, now: datetime) -> RawItem:
    """Return the article; of a document that is no page, such as a PDF, its title alone.

    Args:
        now: When its list was read; relative dates of the list count from it.

    Raises:
        UnreadableArticle: If the page has no text, or half of it would be taken for the whole.
    """
    kind = result.content_type.lower()
    listed = at_reading(link.published, now)
    if kind and not any(word in kind for word in PAGE_TYPES):
        return RawItem(
            title=link.title, external_key=link.url, url=link.url, published_at=listed
        )
    html = decode(result.body, result.content_type)[0]
    if len(html) > MAX_HTML_CHARS:
        raise UnreadableArticle(reason("collection.fetch.page_too_long", limit=MAX_HTML_CHARS))
    item = read_article(html, link.url)
    if not any(map(str.isalnum, chain(item.title, item.text))):
        raise UnreadableArticle(reason("collection.fetch.page_empty"))
    title = item.title or link.title
    # Many pages repeat the headline as the first line of the text.
    text = item.text.removeprefix(title).lstrip() if title else item.text
    published_at = more_precise(item.published_at, listed)
    return replace(item, title=title, text=text, published_at=published_at)
