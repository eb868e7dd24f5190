"""Which platform a word of an export names: a closed list, so that no nickname is one.

In:   a rule book's platforms and media, a word.    Out:  the name in the list, or None.
Cost: a dictionary look-up; the dictionary of a book is some hundred words.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

OTHER: Final = "other"
"""What is stored in place of a name that is in no list, alone or with ":" and a token."""
MOST_CHARS: Final = 20  # of a platform's name
MOST_ALIAS_CHARS: Final = 40
NAME: Final = re.compile(rf"(?!other)[^\s/=,，、;；:：]{{2,{MOST_CHARS}}}", re.IGNORECASE)
ALIAS: Final = re.compile(
    rf"(?!other)[^\s/=,，、;；:：]{{1,{MOST_ALIAS_CHARS}}}", re.IGNORECASE
)
_TOKEN: Final = re.compile(rf"{OTHER}(?::[0-9a-f]{{16}})?")
_HOT_LIST: Final = re.compile(
    r"(?:同城|本地|实时|社会|要闻|文娱)?(?:热搜|热榜|热点榜|热议榜|要闻榜)榜?"
)


def fold_name(text: str) -> str:
    """Return a name as names are compared: width, case and spaces do not count.

    >>> fold_name(" ＢiliＢili "), fold_name("新浪 微博")
    ('bilibili', '新浪微博')
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_other(stored: str) -> bool:
    """Tell whether a stored value stands for a name that is in no list.

    >>> is_other("other:0123456789abcdef"), is_other("other"), is_other("other: Li")
    (True, True, False)
    """
    return _TOKEN.fullmatch(stored) is not None


def is_hot_list(text: str) -> bool:
    """Tell whether a word is a hot list by its kind alone, such as 同城热搜."""
    return _HOT_LIST.fullmatch(text) is not None


def names_by_word(
    platforms: Mapping[str, tuple[str, ...]], media: Mapping[str, str]
) -> dict[str, str]:
    """Return folded word → the name that it stands for: platforms, then media.

    Args:
        platforms: Name → aliases.
        media: Host or name → tier.
    """
    found = {fold_name(entry): entry for entry in media}
    for name, aliases in platforms.items():
        found |= {fold_name(alias): name for alias in aliases}
    return found | {fold_name(name): name for name in platforms}
