"""Shorten a text without cutting a word in half.

In:   a text.    Out:  the text, or its beginning up to the end of a word, with "…".
Cost: one segmentation of what may be shown; pure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import rjieba

_ELLIPSIS: Final = "…"
_LOOK_AHEAD: Final = 16  # characters read past the limit, to see where its last word ends
_LOOSE_ENDS: Final = " ,，、;；:：(（“‘《【"


def shorten(text: str, most: int, *, measure: Callable[[str], int] = len) -> str:
    """Return a text of at most ``most`` characters, its end at the end of a word.

    Args:
        measure: Width of a text, where characters are not equally wide.

    >>> shorten("自来水管爆裂没人修", 8)
    '自来水管爆裂…'
    >>> shorten("停水", 8)
    '停水'
    """
    if measure(text) <= most:
        return text
    room = most - measure(_ELLIPSIS)
    shown, rest = "", room
    for word in rjieba.cut(text[: most + _LOOK_AHEAD]):
        rest -= measure(word)
        if rest < 0:
            break
        shown += word
    shown = shown.rstrip(_LOOSE_ENDS) or _fitting(text, room, measure)
    return shown + _ELLIPSIS


def _fitting(text: str, room: int, measure: Callable[[str], int]) -> str:
    """Return what fits of a text that begins with a word longer than the room."""
    end = next((at for at in range(1, len(text)) if measure(text[:at]) > room), len(text))
    return text[: end - 1]
