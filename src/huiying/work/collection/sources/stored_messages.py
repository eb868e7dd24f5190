"""Say again, in the language of the page, a sentence that was stored or raised in Chinese.

In:   a sentence of collection, its values filled in.    Out:  the same for this reader.
Cost: none on a Chinese page; else some 70 patterns on a text of at most 300 characters.

What reads feeds, pages and files knows no language of a reader, and what it says is kept with
the source or the refused row. So its sentences are known again by their templates.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import get_language, gettext

from huiying.work.collection.core.items import ITEM_MESSAGES
from huiying.work.collection.core.moments import DATE_MESSAGES
from huiying.work.collection.fetch.addresses import ADDRESS_MESSAGES
from huiying.work.collection.fetch.client import FETCH_MESSAGES, ROBOTS_REASONS
from huiying.work.collection.fetch.feeds import FEED_MESSAGES
from huiying.work.collection.fetch.pages import RULE_MESSAGES
from huiying.work.collection.files.problems import FILE_MESSAGES, ROW_MESSAGES

MESSAGE_TABLES = (
    ADDRESS_MESSAGES,
    FEED_MESSAGES,
    FETCH_MESSAGES,
    ROBOTS_REASONS,
    ITEM_MESSAGES,
    DATE_MESSAGES,
    FILE_MESSAGES,
    ROW_MESSAGES,
    RULE_MESSAGES,
)
_PLACE = re.compile(r"%\((\w+)\)s")


def translate_message(said: str) -> str:
    """Return ``said`` in the language of the page; as it is when it is none of ours.

    A value can be a sentence too, as why an article was not read: it is told again as well.
    """
    if not said or (get_language() or "zh").startswith("zh"):
        return said
    for template, pattern in _patterns():
        if match := pattern.fullmatch(said):
            values = {
                name: translate_message(value) for name, value in match.groupdict().items()
            }
            return gettext(template) % values
    return said


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(told, _pattern(told)) for table in MESSAGE_TABLES for told in table.values()]


def _pattern(template: str) -> re.Pattern[str]:
    """Return what knows a filled-in template again: a place that comes twice says the same.

    >>> _pattern("超过 %(limit)s 条，只取前 %(limit)s 条").fullmatch("超过 9 条，只取前 8 条")
    """
    parts, known = [], set()
    for number, part in enumerate(_PLACE.split(template)):
        if number % 2 == 0:  # between two places
            parts.append(re.escape(part))
        elif part in known:
            parts.append(f"(?P={part})")
        else:
            known.add(part)
            parts.append(f"(?P<{part}>.+?)")
    return re.compile("".join(parts), re.DOTALL)
