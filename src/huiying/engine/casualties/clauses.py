"""Quote the clause that a reading rests on.

In:   a text and the offsets of the words that were read.    Out:  at most 60 characters.
Cost: a look at 24 characters on each side; pure.
"""

from __future__ import annotations

import re
from typing import Final

_MAX_PHRASE_CHARS: Final = 60  # characters of the words that are shown
_AROUND: Final = 24  # characters in which the ends of a clause are looked for
_BREAK: Final = re.compile("[，,。；;、\n！!？?：:]")


def quoted_clause(whole: str, start: int, end: int) -> str:
    """Return the words with the rest of their clause, so that "3" shows what it is said of."""
    before = [found.end() for found in _BREAK.finditer(whole, max(0, start - _AROUND), start)]
    after = _BREAK.search(whole, end, end + _AROUND)
    start = before[-1] if before else max(0, start - _AROUND)
    phrase = " ".join(whole[start : after.start() if after else end + _AROUND].split())
    if start and not before and not _BREAK.match(whole, start - 1):
        phrase = f"…{phrase}"  # the clause began before
    return phrase if len(phrase) <= _MAX_PHRASE_CHARS else phrase[: _MAX_PHRASE_CHARS - 1] + "…"
