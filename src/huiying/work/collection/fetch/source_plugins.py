"""Formats of sources that other packages read (entry points ``huiying.sources``).

In:   the bytes of an address that is no feed we know.    Out:  a ``ParsedFeed``, or None.
Cost: what the plugin takes; nothing for the feeds that we know.

A plugin gets bytes and returns items. It is handed no client and no database: the address was
asked by ours, which obeys robots.txt, keeps its distance and reaches no inner network, and what
the plugin returns goes the way of every item: checked, masked, its author made a pseudonym.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Protocol, cast

from huiying.base.plugins import Plugins, load_plugins, need_functions, once
from huiying.reasons.reason import reason
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.fetch.feed_text import MAX_ENTRIES
from huiying.work.collection.fetch.parsed_feed import ParsedFeed, entry_text, too_many

log = logging.getLogger("huiying.plugins")
GROUP = "huiying.sources"


class SourcePlugin(Protocol):
    """A format that can be read.

    Attributes:
        label: What the log and the doctor call it, in Chinese.
    """

    label: str

    def accepts(self, body: bytes, content_type: str, url: str) -> bool:
        """Tell whether these bytes are of its format; quick, and no if in doubt."""

    def read(self, body: bytes, content_type: str, url: str) -> Iterable[Mapping[str, str]]:
        """Yield the entries, each text of one under its name; what is absent is left out.

        Names: ``key`` (its own number), ``title``, ``text``, ``url``, ``published_at``,
        ``author``, ``channel``, ``community``.
        """


@once
def source_plugins() -> Plugins[SourcePlugin]:
    """Return the formats that are installed."""
    return load_plugins(GROUP, _check)


def _check(plugin: object) -> SourcePlugin:
    need_functions(plugin, "accepts", "read")
    return cast("SourcePlugin", plugin)


def read_by_plugin(body: bytes, content_type: str, url: str) -> ParsedFeed | None:
    """Return what a plugin reads; None if none accepts the bytes. It never raises."""
    for name, plugin in source_plugins().usable.items():
        try:
            if not plugin.accepts(body, content_type, url):
                continue
            entries = list(islice(plugin.read(body, content_type, url), MAX_ENTRIES + 1))
        except Exception as error:
            log.error("source plugin %s failed: %s", name, type(error).__name__)
            return ParsedFeed(problems=[reason("collection.feed.plugin_failed", name=name)])
        items = [_item(entry) for entry in entries[:MAX_ENTRIES] if isinstance(entry, Mapping)]
        problems = []
        if bad := min(len(entries), MAX_ENTRIES) - len(items):
            problems.append(reason("collection.feed.bad_entries", count=f"{bad:,}"))
        return ParsedFeed(items, problems, too_many(is_bounded=len(entries) > MAX_ENTRIES))
    return None


def _item(entry: Mapping[str, object]) -> RawItem:
    def text(name: str) -> str:
        return entry_text(entry.get(name))

    return RawItem(
        title=text("title"),
        text=text("text"),
        external_key=text("key") or text("url"),
        url=text("url"),
        published_at=text("published_at"),
        author=text("author"),
        channel=text("channel"),
        community=text("community"),
    )
