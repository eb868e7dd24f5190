"""Read the entries of an RSS, Atom or JSON feed, even if it is malformed.

In:   the body of a feed and its Content-Type.
Out:  a ``ParsedFeed``: raw items, and a reason for each thing that was wrong.
Cost: about 1 ms an entry; at most 1,000 entries are taken.

A feed that declares entities is refused before anything is expanded.  A feed that breaks
off gives the entries up to the break, and says so: the source is then degraded.
"""

import calendar
import io
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.sax import ContentHandler, SAXException

import defusedxml.sax
import feedparser
from defusedxml import DefusedXmlException

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.charset import decode
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.core.moments import is_readable

MAX_ENTRIES = 1_000
MAX_DEPTH = 200
MAX_BROKEN_CHARS = 1_000_000
SURROGATES = range(0xD800, 0xE000)
HEAD_CHARS = 20_000  # the root element stands within these


_DECLARATION = re.compile(r"^\s*<\?xml.{0,300}?\?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE(?!\s+html)[^<>\[]{0,1000}>", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)(?=[\s>])")
_ROOT = re.compile(r"<((?:\w+:)?(?:rss|RDF|feed))(?=[\s>])")
# Emoji written as the two halves that JavaScript counts, "&#55357;&#56832;", end the reading of
# the whole feed, as does "&#0;"; other references stay as they are.
_BAD_REFERENCE = re.compile(
    r"&#(?:x0*(d[89a-f][0-9a-f]{2}|[0-8bcef]|1[0-9a-f]|fff[ef])"
    r"|0*(5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]|[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
# What a program may not contain; one of them would end the reading of the whole feed.
_BAD_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries that could be read, and what was wrong."""

    items: list[RawItem] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)


def parse_feed(body: bytes, content_type: str, base: str = "") -> ParsedFeed:
    """Return the entries of a feed; never raises for what the body holds.

    Args:
        base: The feed's own address, to which its short links are to be read.
    """
    parsed = _parse(body, content_type)
    items = [replace(item, url=_whole(base, item.url)) for item in distinct_keys(parsed.items)]
    return replace(parsed, items=items)


def distinct_keys(items: list[RawItem]) -> list[RawItem]:
    """Give entries that share one key, and are different all the same, keys of their own.

    Some sites write the same guid under every entry, or their home page: all entries but one
    would be lost as repeated. Two versions of an entry keep title and link, and their key.
    """
    groups: dict[str, list[RawItem]] = {}
    for item in items:
        groups.setdefault(item.external_key, []).append(item)
    shared = {
        key: len({one.url for one in group if one.url}) == len(group)
        for key, group in groups.items()
        if key and len({(one.url, one.title) for one in group}) > 1
    }
    return [
        replace(item, external_key=item.url if shared[item.external_key] else "")
        if item.external_key in shared
        else item
        for item in items
    ]


def _whole(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link


def _parse(body: bytes, content_type: str) -> ParsedFeed:
    text, _charset = decode(body, content_type)
    text = text.lstrip("\ufeff").strip()
    if text.startswith("{"):
        return _parse_json(text)
    # An old, plain DOCTYPE only names a DTD; it is taken away so that nobody fetches it.
    text = _repaired(_DOCTYPE.sub("", text, count=1))
    fault = _fault(text)
    if fault == "entities":
        return ParsedFeed(problems=[reason("collection.feed.entities")])
    if fault == "too_deep":
        return ParsedFeed(problems=[reason("collection.feed.too_deep")])
    if not _ROOT.search(text[:HEAD_CHARS]) or "<!doctype html" in text[:HEAD_CHARS].lower():
        return ParsedFeed(problems=[reason("collection.feed.not_a_feed")])
    # The lenient reader of broken XML slows down with the length: it gets the beginning.
    return _parse_xml(_BAD_CONTROL.sub("", text[:MAX_BROKEN_CHARS] if fault else text))


def _repaired(text: str) -> str:
    """Return ``text`` without references to what is no character; two halves make one."""
    text, count = _BAD_REFERENCE.subn(_half, text)
    if not count:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _half(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number in SURROGATES else ""


class _DepthGuard(ContentHandler):
    """Stop at elements nested deeper than any feed."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802 - SAX's name
        """Go one level down.

        Raises:
            _TooDeepError: At more than 200 levels.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeepError

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's name
        """Come one level up."""
        self.depth -= 1


class _TooDeepError(Exception):
    pass


def _fault(text: str) -> str:
    """Return "", "entities", "too_deep" or "broken", without building or expanding anything."""
    body = _DECLARATION.sub("", _BAD_CONTROL.sub("", text)).encode("utf-8", "replace")
    try:
        defusedxml.sax.parseString(body, _DepthGuard(), forbid_entities=True)
    except DefusedXmlException:
        return "entities"
    except _TooDeepError:
        return "too_deep"
    except (SAXException, ValueError):
        # Broken XML is read leniently later on, and the lenient reader knows entities
        # too: then the bare word is enough to refuse.
        return "entities" if _ENTITY.search(text) else "broken"
    return ""


def _parse_xml(text: str) -> ParsedFeed:
    problems: list[Reason] = []
    bounded = _first_entries(_DECLARATION.sub("", text))
    if bounded is not None:
        problems.append(reason("collection.feed.too_many", limit=f"{MAX_ENTRIES:,}"))
    whole = '<?xml version="1.0" encoding="utf-8"?>' + (bounded or _DECLARATION.sub("", text))
    # A stream, never a string: feedparser would take a string for an address or a path.
    try:
        parsed = feedparser.parse(
            io.BytesIO(whole.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        # Elements where nobody expects them break the reader itself.
        return ParsedFeed(problems=[*problems, reason("collection.feed.broken", count="0")])
    channel = _text(parsed.feed.get("title"))
    items = [_from_entry(entry, channel) for entry in parsed.entries[:MAX_ENTRIES]]
    if parsed.get("bozo") or not parsed.get("version"):
        problems.append(reason("collection.feed.broken", count=f"{len(items):,}"))
    return ParsedFeed(items, problems)


def _first_entries(text: str) -> str | None:
    """Return the feed closed after its first 1,000 entries, None if it has no more."""
    for count, match in enumerate(_ENTRY.finditer(text)):
        if count == MAX_ENTRIES:
            start = text[: match.start()]
            root = _ROOT.search(start)
            inside = "<channel" in start and "</channel" not in start
            return f"{start}{'</channel>' if inside else ''}</{root[1] if root else 'rss'}>"
    return None


def _from_entry(entry: Mapping[str, object], channel: str) -> RawItem:
    contents = entry.get("content")
    first = contents[0] if isinstance(contents, list) and contents else {}
    body = _text(first.get("value")) if isinstance(first, Mapping) else ""
    link = _text(entry.get("link"))
    return RawItem(
        title=_text(entry.get("title")),
        text=body or _text(entry.get("summary")),
        external_key=_text(entry.get("id")) or link,
        url=link,
        published_at=_published(entry),
        author=_text(entry.get("author")),
        channel=channel,
    )


def _published(entry: Mapping[str, object]) -> str:
    """Return the entry's date as text. Atom's only compulsory date is ``updated``."""
    name = "published" if entry.get("published") else "updated"
    written = _text(entry.get(name))
    # feedparser knows more forms, but takes a time without zone for UTC: it comes second.
    parsed = entry.get(f"{name}_parsed") if written and not is_readable(written) else None
    if isinstance(parsed, time.struct_time):
        return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC).isoformat()
    return written


def _parse_json(text: str) -> ParsedFeed:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return ParsedFeed(problems=[reason("collection.feed.not_a_feed")])
    entries = feed.get("items")
    if "jsonfeed.org/version" not in _text(feed.get("version")) or not isinstance(
        entries, list
    ):
        return ParsedFeed(problems=[reason("collection.feed.not_a_feed")])
    problems = []
    if len(entries) > MAX_ENTRIES:
        problems.append(reason("collection.feed.too_many", limit=f"{MAX_ENTRIES:,}"))
    records = [entry for entry in entries[:MAX_ENTRIES] if isinstance(entry, dict)]
    if bad := min(len(entries), MAX_ENTRIES) - len(records):
        problems.append(reason("collection.feed.bad_entries", count=f"{bad:,}"))
    channel = _text(feed.get("title"))
    return ParsedFeed([_from_json(record, channel) for record in records], problems)


def _from_json(entry: Mapping[str, object], channel: str) -> RawItem:
    link = _text(entry.get("url")) or _text(entry.get("external_url"))
    named = ("content_html", "content_text", "summary")
    return RawItem(
        title=_text(entry.get("title")),
        text=next((text for name in named if (text := _text(entry.get(name)))), ""),
        external_key=_text(entry.get("id")) or link,
        url=link,
        published_at=_text(entry.get("date_published")),
        author=_json_author(entry),
        channel=channel,
    )


def _json_author(entry: Mapping[str, object]) -> str:
    authors = entry.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else entry.get("author")
    return _text(first.get("name")) if isinstance(first, dict) else ""


def _text(value: object) -> str:
    """Return a text or number as text, anything else as ""."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
