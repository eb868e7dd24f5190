"""Names of places that are no person: what a bureau calls its district and its communities.

In:   the names of a bureau's places; finds in a text.    Out:  the finds without those places.
Cost: nothing for a text without a find; else a search for each place.

A tagger that reads 云川 for the first time takes it for a person as well as for a place. Only
the bureau knows. A person who is called like its district, and by nothing else, stays; with a
surname before it the name is longer than the place, and is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

NO_PLACES: Final[frozenset[str]] = frozenset()
_LEAST: Final = 2  # characters of a place without its kind
_KIND = re.compile("(?:自治[州县旗]|[省市县区州盟旗镇乡村]|街道|新区|片区|小区|社区|办事处)$")


def place_words(names: Iterable[str]) -> frozenset[str]:
    """Return names of places as people write them: as they are, and without their kind.

    >>> sorted(place_words(["云川区", "青石片区", "周村"]))
    ['云川', '云川区', '周村', '青石', '青石片区']
    """
    found = set()
    for name in names:
        short = _KIND.sub("", name)
        found |= {name, *([short] if len(short) >= _LEAST else [])}
    return frozenset(word for word in found if len(word) >= _LEAST)


def in_place(text: str, start: int, end: int, places: frozenset[str]) -> bool:
    """Tell whether a stretch of a text is a place, or lies within the name of one."""
    word = text[start:end]
    if word in places:
        return True
    longer = (place for place in places if word in place)
    return any(text.startswith(place, max(0, start - place.index(word))) for place in longer)
