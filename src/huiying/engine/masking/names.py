"""Find personal names; office-holders named in their office, and places, stay.

In:   plain text (``masking_plain``) in which finds of numbers are already covered.
Out:  (start, end) of every name.
Cost: about 20 µs for a post of 230 characters; O(n).

A name is found by what stands before it or frames it (``masking_cues``), or by itself when
every character is one that names are made of and no word of the language runs across its ends
(``masking_shapes``). Who is named with an office (区长、局长…) is named in public: that is
kept, and so is the rest of such a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from huiying.engine.masking.common_words import is_common
from huiying.engine.masking.cues import candidates
from huiying.engine.masking.shapes import name_at, name_before
from huiying.engine.masking.words import NO_OFFICE, OFFICES

_JOINTS: Final = "、和与及跟,/ "


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names of persons who are not named in their office."""
    found: dict[int, int] = {}
    name_ends: set[int] = set()  # ends of names that stand with an office
    for at, length in candidates(text):
        end = at + length
        if not length or at in found or is_common(text, at, end):
            continue
        if is_in_office(text, at, end):
            name_ends.add(end)
        else:
            found[at] = end
    listed = 0  # how far the lists were followed: none is followed twice
    for at, end in sorted(found.items()):
        if at - 1 in name_ends and text[at - 1] in _JOINTS:
            name_ends.add(end)
            continue
        yield at, end
        yield from _joined_before(text, at)
        if end > listed:
            after = list(_joined_after(text, end))
            listed = after[-1][1] if after else end
            yield from after


def _joined_before(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the name that a joint ties to the name here."""
    if at and text[at - 1] in _JOINTS[:5]:
        start, length = name_before(text, at - 1)
        if length and not is_in_office(text, start, start + length):
            yield start, start + length


def is_in_office(text: str, at: int, end: int) -> bool:
    """Tell whether a name stands directly with a public office."""
    if text.endswith(OFFICES, 0, at) and not text.endswith(NO_OFFICE, 0, at):
        return True
    return text.startswith(OFFICES, end + (text[end : end + 1] == "副"))


def _joined_after(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield the names that follow a name in a list."""
    while text[end : end + 1] and text[end] in _JOINTS:
        at = end + 1
        length = name_at(text, at)
        if not length or is_in_office(text, at, at + length):
            return
        if text[end] in ", /" and "\u4e00" <= text[at + length : at + length + 1] <= "\u9fff":
            return
        yield at, at + length
        end = at + length
