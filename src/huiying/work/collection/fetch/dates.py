"""Find when an article was published: in its page, and beside its link on a list.

In:   the tree of a page and the heading of its article; a link of a list.
Out:  the text of a date as it is written there, "" if there is none.
Cost: one pass over the page, at most 3,000 pieces of text.

A page says it in several places, which are asked in this order: its meta elements, JSON-LD, an
element ``time``, and what people see. The first that can be read counts; if it is a day, a time
of the same day is taken from a later place. A date that stands anywhere else, in the text or in
a footer, is not when the article was published.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from huiying.work.collection.core.moments import DATE_IN_TEXT, RELATIVE, more_precise
from huiying.work.collection.core.plain_text import one_line

# Names that news sites and, by national standard, government sites give the date.
META_NAMES = (
    *("pubdate", "article:published_time", "publishdate", "og:published_time"),
    *("datepublished", "publish_time", "publish-date", "dc.date", "dcterms.date"),
)
MAX_PIECES = 3_000
MAX_SCRIPT_CHARS = 200_000
MAX_LEVELS = 5  # from a link up to the entry of its list
MAX_ENTRY_LINKS = 4  # title, picture, author, section
MAX_ENTRY_PIECES = 60
MAX_PIECE_CHARS = 40  # what is longer is a summary, whose dates are of the matter
BYLINE_CHARS = 120  # behind the heading

_JSON_LD_DATE = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"]{8,40})"')
_BESIDE_ARTICLE = re.compile(
    r"comment|reply|pinglun|relat|recommend|sidebar|\bhot|rank|footer|copyright", re.IGNORECASE
)
_NOT_SEEN = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "aside", "iframe", "svg")
)
_LABELLED = re.compile(
    r"(?:^|[\s|｜(（【\[])(?:发布|发表|刊发|刊登|上传)(?:(?:时间|日期|于)\s*[:：]?|\s*[:：])\s*"
    rf"(?P<date>{DATE_IN_TEXT.pattern})",
    DATE_IN_TEXT.flags,
)
_SENTENCE = re.compile("[。！？，；]")
# "停水时间：" is when the matter happens; "时间：" alone, behind a heading, is of the article.
_OTHER_LABEL = re.compile(
    r"(?<!发布)(?<!发表)(?<!刊发)(?<!刊登)(?<!上传)(?<=[^\s|｜(（【\[])(?:时间|日期)\s*[:：]?\s*$"
)
# What follows the date of a byline; of a sentence another word does.
_END_OF_DATE = re.compile(
    r"\s|$|[|｜)）\]】]|来源|作者|编辑|责编|阅读|浏览|点击|发布|字号|字体"
)


def page_date(tree: lxml_html.HtmlElement, facts: Mapping[str, str], heading: str) -> str:
    """Return the date of an article.

    Args:
        tree: The page; it stays as it is.
        facts: The contents of its meta elements, by name in lower case.
        heading: The title of the article, "" if none is known.
    """
    found = ""
    for candidate in _candidates(tree, facts, heading):
        found = more_precise(found, one_line(candidate, 64))
    return found


def _candidates(
    tree: lxml_html.HtmlElement, facts: Mapping[str, str], heading: str
) -> Iterator[str]:
    yield from (facts[name] for name in META_NAMES if name in facts)
    for script in islice(tree.iter("script"), 50):
        if "ld+json" in script.get("type", ""):
            yield from _JSON_LD_DATE.findall((script.text or "")[:MAX_SCRIPT_CHARS])[:1]
    yield from _time_elements(tree)
    visible = " ".join(islice(_pieces(tree), MAX_PIECES))
    yield from _visible_dates(visible, one_line(heading, 300))


def _time_elements(tree: lxml_html.HtmlElement) -> Iterator[str]:
    marked = tree.xpath(
        "//*[@itemprop='datePublished' or @pubdate][not(self::meta)]"
        " | //article[1]//time | //main//time"
    )
    every = [one for one in marked or tree.xpath("//time") if not _is_outside(one)]
    # Of several that nothing marks, any may belong to another article.
    for element in every[:1] if marked or len(every) == 1 else ():
        yield element.get("datetime") or element.get("content") or str(element.text_content())


def _pieces(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield the texts that people see, without what stands beside the article."""
    body = tree.find("body")
    walk = etree.iterwalk(
        tree if body is None else body, events=("start", "end", "comment", "pi")
    )
    for event, node in walk:
        if event == "start" and (node.tag in _NOT_SEEN or _is_beside(node)):
            walk.skip_subtree()
            continue
        text = node.text if event == "start" else node.tail
        if text and text.strip():
            yield text.strip()


def _is_outside(node: lxml_html.HtmlElement) -> bool:
    return any(one.tag in _NOT_SEEN or _is_beside(one) for one in node.iterancestors())


def _is_beside(node: lxml_html.HtmlElement) -> bool:
    name = f"{node.get('class', '')} {node.get('id', '')}"
    return _BESIDE_ARTICLE.search(name) is not None and node.tag != "body"


def _visible_dates(visible: str, heading: str) -> Iterator[str]:
    if labelled := _LABELLED.search(visible):
        yield labelled["date"]
    at = visible.find(heading) if heading else -1
    while at >= 0:
        at += len(heading)
        byline = visible[at : at + BYLINE_CHARS]
        date = DATE_IN_TEXT.search(byline)
        if date and _ends_byline(byline, date):
            yield date[0]
            return
        at = visible.find(heading, at)


def _ends_byline(byline: str, date: re.Match[str]) -> bool:
    before, end = byline[: date.start()], date.start() + len(date[0].rstrip())
    return (
        _SENTENCE.search(before) is None
        and _OTHER_LABEL.search(before) is None
        and _END_OF_DATE.match(byline, end) is not None
    )


def date_beside(anchor: lxml_html.HtmlElement) -> str:
    """Return the date that stands beside a link of a list, also a relative one."""
    entry = _entry_of(anchor)
    for element in islice(entry.iter("time"), 1):
        if date := _date_in(element.get("datetime", "")):
            return date
    for node, text in islice(_texts_of(entry), MAX_ENTRY_PIECES):
        if len(text) > MAX_PIECE_CHARS:
            continue
        date = _date_in(text)
        # A title may name a day; inside the link only a piece that is a date is one.
        if date and (date == text or not _is_within(node, anchor)):
            return date
    return ""


def _entry_of(anchor: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Return the entry of a list that a link belongs to, the link itself if it stands alone."""
    entry = place = anchor
    for _level in range(MAX_LEVELS):
        place = place.getparent()
        if place is None or place.tag in {"body", "html"}:
            break
        links = {one.get("href") for one in islice(place.iter("a"), MAX_ENTRY_LINKS + 1)}
        if len(links) > 1:
            is_entry = place.tag in {"li", "tr", "article"} and len(links) <= MAX_ENTRY_LINKS
            return place if is_entry else entry
        entry = place
    return entry


def _texts_of(
    entry: lxml_html.HtmlElement,
) -> Iterator[tuple[lxml_html.HtmlElement, str]]:
    """Yield the texts of an entry with the element that each stands in."""
    for node in entry.iter():
        if isinstance(node.tag, str) and node.tag not in _NOT_SEEN and node.text:
            yield node, node.text.strip()
        if node is not entry and node.tail:
            yield node.getparent(), node.tail.strip()


def _date_in(text: str) -> str:
    found = DATE_IN_TEXT.search(text) or RELATIVE.search(text)
    return found[0].strip() if found else ""


def _is_within(node: lxml_html.HtmlElement, anchor: lxml_html.HtmlElement) -> bool:
    return node is anchor or any(one is anchor for one in node.iterancestors())
