"""Read the entries of an RSS, Atom or JSON feed, even if it is malformed.

In:   the body of a feed and its Content-Type.
Out:  a ``ParsedFeed``: raw items, and a reason for each thing that was wrong.
Cost: about 1 ms an entry; at most 1,000 entries are taken.

A feed that declares entities is refused before anything is expanded.  A feed that breaks
off gives the entries that are whole, and says so.  An entry that cannot be read is left out
alone: its neighbours are taken.
"""

import calendar
import io
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from huiying.reasons.reason import reason
from huiying.work.collection.core.charset import decode
from huiying.work.collection.core.items import RawItem, stored_key
from huiying.work.collection.core.moments import is_readable
from huiying.work.collection.core.post_address import address_identity
from huiying.work.collection.fetch.feed_text import (
    MAX_ENTRIES,
    clean_feed,
    count_entries,
    end_after_most_entries,
    end_after_whole_entries,
    feed_fault,
    has_feed_root,
    single_entries,
)
from huiying.work.collection.fetch.json_feeds import parse_json_feed
from huiying.work.collection.fetch.parsed_feed import (
    ParsedFeed,
    broken_off,
    entry_text,
    too_many,
)
from huiying.work.collection.fetch.source_plugins import read_by_plugin

log = logging.getLogger("huiying.collect")

NOT_A_FEED = "collection.feed.not_a_feed"
MAX_BROKEN_CHARS = 1_000_000
_XML_ERRORS = (LookupError, ValueError, TypeError, AttributeError, RecursionError)
_WORD = re.compile(r"[^\W\d_]{2}|[^\x00-\x7f]")
_LINK = re.compile(r"<(?:\w+:)?link\b[^<>]*?(?:href\s*=\s*[\"']([^\"'<>]+)|>\s*([^<\s]+))")


def parse_feed(
    body: bytes, content_type: str, base: str = "", *, cut_at_limit: bool = False
) -> ParsedFeed:
    """Return the entries of a feed.

    Args:
        body: Also the beginning of one; an entry that is not whole is left out.
        content_type: The header, "" if there was none.
        base: The feed's own address, to which its short links are to be read.
        cut_at_limit: The body was cut by our own limit of size: that is no fault of the feed.

    Raises:
        Exception: Whatever the reader of XML raised, if it could read no entry at all.
    """
    parsed = _parse(body, content_type, cut_at_limit=cut_at_limit)
    if [one.code for one in parsed.problems] == [NOT_A_FEED] and not cut_at_limit:
        parsed = read_by_plugin(body, content_type, base) or parsed
    items = [replace(item, url=_whole(base, item.url)) for item in distinct_keys(parsed.items)]
    return replace(parsed, items=items, unread=[_whole(base, url) for url in parsed.unread])


def distinct_keys(items: list[RawItem]) -> list[RawItem]:
    """Give entries that share one key, and are different all the same, keys of their own.

    Some sites write the same guid under every entry, or their home page: all entries but one
    would be lost as repeated. Two versions of an entry keep title and link, and their key.
    """
    keys = [stored_key(item.external_key) for item in items]
    groups: dict[str, list[RawItem]] = {}
    for key, item in zip(keys, items, strict=True):
        groups.setdefault(key, []).append(item)
    shared = {
        key: len({address_identity(one.url) for one in group if one.url}) == len(group)
        for key, group in groups.items()
        if key and len({(address_identity(one.url), one.title) for one in group}) > 1
    }
    return [
        replace(item, external_key=item.url if shared[key] else "") if key in shared else item
        for key, item in zip(keys, items, strict=True)
    ]


def _whole(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link


def _parse(body: bytes, content_type: str, *, cut_at_limit: bool) -> ParsedFeed:
    text, _charset = decode(body, content_type)
    text = text.lstrip("\ufeff").strip()
    if text.startswith("{"):
        return parse_json_feed(text, cut_at_limit=cut_at_limit)
    text = clean_feed(text)
    fault = feed_fault(text)
    breaks_off = False
    if fault == "broken" and (whole := end_after_whole_entries(text)) is not None:
        text, breaks_off = whole, True
        fault = feed_fault(text)
    if fault == "entities":
        return ParsedFeed(problems=[reason("collection.feed.entities")])
    if fault == "too_deep":
        return ParsedFeed(problems=[reason("collection.feed.too_deep")])
    if not has_feed_root(text):
        return ParsedFeed(problems=[reason("collection.feed.not_a_feed")])
    if fault and len(text) > MAX_BROKEN_CHARS:
        # The lenient reader of broken XML slows down with the length: it gets the beginning.
        text, breaks_off = end_after_whole_entries(text[:MAX_BROKEN_CHARS]) or text, True
    parsed = _parse_xml(text)
    if not breaks_off or parsed.remarks:
        return parsed  # of a feed with too many entries the end is not wanted anyway
    return broken_off(parsed, cut_at_limit=cut_at_limit)


def _parse_xml(text: str) -> ParsedFeed:
    bounded = end_after_most_entries(text)
    text = bounded or text
    try:
        documents = [_read_xml(text)]
        items, unread = _items(documents[0])
    except Exception as error:
        log.exception("a feed could not be read as a whole, each of its entries is read alone")
        documents, items, unread = _one_by_one(text)
        # Elements where nobody expects them break the reader itself; else it is our fault.
        if not items and not isinstance(error, _XML_ERRORS):
            raise
    broken = not documents or any(map(_is_broken, documents))
    if broken and len(documents) == 1 and len(items) < count_entries(text):
        # An entry that leaves its quoting open swallows those behind it.
        alone = _one_by_one(text)
        if len(alone[1]) > len(items):
            documents, items, unread = alone
    problems = []
    if broken:
        problems.append(reason("collection.feed.broken", count=f"{len(items):,}"))
    return ParsedFeed(items, problems, too_many(is_bounded=bounded is not None), unread)


def _is_broken(parsed: Any) -> bool:
    return bool(parsed.get("bozo") or not parsed.get("version"))


def _read_xml(text: str) -> Any:
    whole = '<?xml version="1.0" encoding="utf-8"?>' + text
    # A stream, never a string: feedparser would take a string for an address or a path.
    return feedparser.parse(
        io.BytesIO(whole.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )


def _one_by_one(text: str) -> tuple[list[Any], list[RawItem], list[str]]:
    """Return what could be read of each entry alone, and the addresses of the others."""
    documents, items, unread = [], [], []
    for document in single_entries(text):
        try:
            parsed = _read_xml(document)
        except Exception:
            log.exception("an entry of a feed could not be read")
            unread.append(_link_in(document))
            continue
        documents.append(parsed)
        read, lost = _items(parsed)
        items += read
        unread += lost
    return documents, items, unread


def _link_in(document: str) -> str:
    """Return the last link of a feed of one entry: its own, behind that of the channel."""
    found = [match[1] or match[2] for match in _LINK.finditer(document)]
    return found[-1] if found else ""


def _items(parsed: Any) -> tuple[list[RawItem], list[str]]:
    """Return the items, and the addresses of entries that could not be made into one."""
    channel = entry_text(parsed.feed.get("title"))
    items, unread = [], []
    for entry in parsed.entries[:MAX_ENTRIES]:
        try:
            items.append(_from_entry(entry, channel))
        except Exception:
            log.exception("an entry of a feed could not be read")
            unread.append(entry_text(entry.get("link")))
    return items, unread


def _from_entry(entry: Mapping[str, object], channel: str) -> RawItem:
    contents = entry.get("content")
    first = contents[0] if isinstance(contents, list) and contents else {}
    body = entry_text(first.get("value")) if isinstance(first, Mapping) else ""
    link = entry_text(entry.get("link"))
    count = entry_text(
        entry.get("slash_comments")
    )  # of the module slash, as WordPress writes it
    return RawItem(
        title=entry_text(entry.get("title")),
        text=body or entry_text(entry.get("summary")),
        external_key=entry_text(entry.get("id")) or link,
        url=link,
        published_at=_published(entry),
        author=entry_text(entry.get("author")),
        channel=channel,
        numbers={"comments": count} if count else {},
    )


def _published(entry: Mapping[str, object]) -> str:
    """Return the entry's date as text. Atom's only compulsory date is ``updated``."""
    name = "updated" if "updated" in entry and not entry.get("published") else "published"
    written = entry_text(entry.get(name))
    # feedparser knows more forms, but takes a time without zone for UTC: it comes second. Of a
    # few digits it makes a date of today's month: that would be a guess.
    may_read = _WORD.search(written) is not None and not is_readable(written)
    parsed = entry.get(f"{name}_parsed") if may_read else None
    if not isinstance(parsed, time.struct_time):
        return written
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC).isoformat()
    except (ValueError, OverflowError, OSError):  # a year that no calendar has
        return written
