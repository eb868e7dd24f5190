"""Read the entries of a JSON feed (jsonfeed.org).

In:   the decoded text of a feed, perhaps cut off.   Out:  a ``ParsedFeed``.
Cost: O(characters).
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from huiying.reasons.reason import reason
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.fetch.feed_text import MAX_ENTRIES
from huiying.work.collection.fetch.parsed_feed import (
    ParsedFeed,
    broken_off,
    entry_text,
    too_many,
)

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")
# Numbers stay text: one of 5,000 digits would otherwise end the reading of the whole feed.
_DECODER = json.JSONDecoder(parse_int=str, strict=False)


def parse_json_feed(text: str, *, cut_at_limit: bool) -> ParsedFeed:
    """Return the entries of a JSON feed; never raises for what it holds."""
    breaks_off = False
    try:
        feed, _end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        breaks_off = True
        feed = _whole_json_entries(text)
    entries = feed.get("items")
    if "jsonfeed.org/version" not in entry_text(feed.get("version")) or not isinstance(
        entries, list
    ):
        return ParsedFeed(problems=[reason("collection.feed.not_a_feed")])
    records = [entry for entry in entries[:MAX_ENTRIES] if isinstance(entry, dict)]
    problems = []
    if bad := min(len(entries), MAX_ENTRIES) - len(records):
        problems.append(reason("collection.feed.bad_entries", count=f"{bad:,}"))
    channel = entry_text(feed.get("title"))
    remarks = too_many(is_bounded=len(entries) > MAX_ENTRIES)
    parsed = ParsedFeed([_from_json(record, channel) for record in records], problems, remarks)
    return broken_off(parsed, cut_at_limit=cut_at_limit) if breaks_off else parsed


def _whole_json_entries(text: str) -> dict[str, Any]:
    """Return a JSON feed that breaks off with its whole entries."""
    start = _ITEMS.search(text)
    if start is None:
        return {}
    try:
        feed: dict[str, Any] = _DECODER.decode(text[: start.end()] + "]}")
    except (ValueError, RecursionError):
        return {}
    at = start.end()
    while True:
        gap = _GAP.match(text, at)
        try:
            entry, at = _DECODER.raw_decode(text, gap.end() if gap else at)
        except (ValueError, RecursionError):
            return feed
        feed["items"].append(entry)


def _from_json(entry: Mapping[str, object], channel: str) -> RawItem:
    link = entry_text(entry.get("url")) or entry_text(entry.get("external_url"))
    named = ("content_html", "content_text", "summary")
    return RawItem(
        title=entry_text(entry.get("title")),
        text=next((text for name in named if (text := entry_text(entry.get(name)))), ""),
        external_key=entry_text(entry.get("id")) or link,
        url=link,
        published_at=entry_text(entry.get("date_published")),
        author=_json_author(entry),
        channel=channel,
    )


def _json_author(entry: Mapping[str, object]) -> str:
    authors = entry.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else entry.get("author")
    return entry_text(first.get("name")) if isinstance(first, dict) else ""
