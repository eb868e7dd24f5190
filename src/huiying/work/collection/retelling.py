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

from huiying.work.collection.addresses import ADDRESS_SENTENCES
from huiying.work.collection.feeds import FEED_SENTENCES
from huiying.work.collection.fetching import FETCH_SENTENCES, ROBOTS_REASONS
from huiying.work.collection.items import ITEM_SENTENCES
from huiying.work.collection.moments import DATE_SENTENCES
from huiying.work.collection.problems import FILE_SENTENCES, ROW_SENTENCES
from huiying.work.collection.webpages import RULE_SENTENCES

TABLES = (
    ADDRESS_SENTENCES,
    FEED_SENTENCES,
    FETCH_SENTENCES,
    ROBOTS_REASONS,
    ITEM_SENTENCES,
    DATE_SENTENCES,
    FILE_SENTENCES,
    ROW_SENTENCES,
    RULE_SENTENCES,
)
_PLACE = re.compile(r"%\((\w+)\)s")


def retold(said: str) -> str:
    """Return ``said`` in the language of the page; as it is when it is none of ours.

    A value can be a sentence too, as why an article was not read: it is told again as well.
    """
    if not said or (get_language() or "zh").startswith("zh"):
        return said
    for template, pattern in _patterns():
        if match := pattern.fullmatch(said):
            values = {name: retold(value) for name, value in match.groupdict().items()}
            return gettext(template) % values
    return said


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(told, _pattern(told)) for table in TABLES for told in table.values()]


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
