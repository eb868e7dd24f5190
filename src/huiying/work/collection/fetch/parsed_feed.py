"""What became of the reading of a feed, and what is said of one that is not all there.

In:   nothing.   Out:  ``ParsedFeed`` and its sentences.
Cost: none.
"""

from dataclasses import dataclass, field, replace

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.fetch.feed_text import MAX_ENTRIES


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries that could be read, and what was wrong."""

    items: list[RawItem] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)  # about a feed that is in order
    unread: list[str] = field(default_factory=list)  # addresses of entries that we failed at


def broken_off(parsed: ParsedFeed, *, cut_at_limit: bool) -> ParsedFeed:
    """Return the feed with what is said of one whose end is missing."""
    count = f"{len(parsed.items):,}"
    if cut_at_limit:
        note = reason("collection.feed.too_big", count=count)
        if not parsed.items:  # one entry alone is above the limit
            return replace(parsed, problems=[note, *parsed.problems])
        return replace(parsed, remarks=[note, *parsed.remarks])
    problem = reason("collection.feed.broken_off", count=count)
    return replace(parsed, problems=[problem, *parsed.problems])


def too_many(*, is_bounded: bool) -> list[Reason]:
    """Return the remark about a feed of which only the first 1,000 entries are taken."""
    limit = f"{MAX_ENTRIES:,}"
    return [reason("collection.feed.too_many", limit=limit)] if is_bounded else []


def entry_text(value: object) -> str:
    """Return a text or number as text, anything else as ""."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
