"""In which script a text is written, so that a page shows it as it is read.

In:   a text.    Out:  the language for ``lang``, the direction for ``dir``.
Cost: linear in the first 400 characters.

Mongolian runs from top to bottom, Uyghur from right to left; a browser chooses the letters by
``lang``. A text of several scripts is what most of its letters are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

LOOKED_AT = 400
_RANGES = (
    (0x0600, 0x06FF, "ug"),
    (0x0750, 0x077F, "ug"),
    (0xFB50, 0xFDFF, "ug"),
    (0xFE70, 0xFEFF, "ug"),
    (0x0F00, 0x0FFF, "bo"),
    (0x1800, 0x18AF, "mn-Mong"),
    (0x4E00, 0x9FFF, "zh-Hans"),
    (0x3400, 0x4DBF, "zh-Hans"),
)


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """``lang`` "" = the language of the page."""

    lang: str
    dir: str  # rtl, ltr or auto


def written_in(text: str) -> WrittenIn:
    """Return language and direction of a text.

    >>> written_in("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ").lang, written_in("ياخشىمۇسىز").dir, written_in("你好").lang
    ('mn-Mong', 'rtl', 'zh-Hans')
    """
    held = Counter(lang for one in text[:LOOKED_AT] if (lang := _lang(ord(one))))
    if not held:
        return WrittenIn("", "auto")
    lang = held.most_common(1)[0][0]
    return WrittenIn(lang, "rtl" if lang == "ug" else "ltr")


def _lang(point: int) -> str:
    return next((lang for first, last, lang in _RANGES if first <= point <= last), "")
