"""Plain texts made fit for a page: unprintable characters, lines of a title.

Nothing here knows of a file format. Cost: linear in the text, but for the lines of a title,
which are quadratic in its words.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from itertools import pairwise

import rjieba

LONGEST_QUOTED = 12
"""Characters of a quoted name that stays on one line of a title."""

NEVER_FIRST = "，。、；：？！）》」』】”’％…—·,.;:?!)]}%"
NEVER_LAST = "（《「『【“‘([{"

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[ \t\n]+")
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”")


def printable(text: str) -> str:
    """Return the text without control characters and halves of pairs; line feeds stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return the printable text on one line, runs of spaces as one; a wide space stays."""
    return _SPACES.sub(" ", printable(text)).strip()


def paragraphs_of(text: str) -> list[str]:
    """Return the lines of the text that hold something."""
    return [line.strip() for line in printable(text).split("\n") if line.strip()]


def width_of(text: str) -> float:
    """Return the width in characters: 1 for a Chinese one, half for a Latin letter."""
    return sum(
        1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5
        for one in text
        if not unicodedata.combining(one)
    )


def date_in_chinese(date: dt.date) -> str:
    """Return the date as GB/T 9704-2012 writes it: Arabic numerals, no leading zero."""
    return f"{date.year}年{date.month}月{date.day}日"


def title_lines(title: str, limit: float) -> list[str]:
    """Return the lines of a title: words whole, no longer than ``limit``, no hourglass.

    GB/T 9704-2012 7.3.1 asks for whole words and for the shape of a trapezoid or a diamond. Of
    all ways to break into the least number of lines, the one whose lines differ least is taken.
    """
    title = one_line(title)
    words = _words(title, limit)
    count = 1
    while (lines := _fewest(words, count, limit)) is None:
        count += 1
    return lines


def _words(title: str, limit: float) -> list[str]:
    """Return the pieces that stay whole; a mark stands with the word that it belongs to."""
    pieces: list[str] = []
    for word in _cut(title):
        if pieces and (word[0] in NEVER_FIRST or pieces[-1][-1] in NEVER_LAST):
            pieces[-1] += word
        else:
            pieces.append(word)
    return [part for piece in pieces for part in _pieces(piece, limit)]


def _cut(title: str) -> list[str]:
    words: list[str] = []
    at = 0
    for found in _QUOTED.finditer(title):
        words += rjieba.cut(title[at : found.start()])
        words += [found[0]] if width_of(found[0]) <= LONGEST_QUOTED else rjieba.cut(found[0])
        at = found.end()
    return [word for word in [*words, *rjieba.cut(title[at:])] if word]


def _pieces(word: str, limit: float) -> list[str]:
    """Return the word, or its parts where it is longer than a line."""
    if width_of(word) <= limit:
        return [word]
    step = int(limit)
    return [word[at : at + step] for at in range(0, len(word), step)]


def _fewest(words: list[str], count: int, limit: float) -> list[str] | None:
    """Return ``count`` lines with the least squares of what is empty, ``None`` if none fits."""
    if count >= len(words):
        return words
    widths = [width_of(word) for word in words]
    even = sum(widths) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(count):
        best = _one_line_more(best, widths, even, limit)
    if len(words) not in best:
        return None
    cuts = (*best[len(words)][1], len(words))
    return ["".join(words[a:b]).strip() for a, b in pairwise(cuts)]


def _one_line_more(
    best: dict[int, tuple[float, tuple[int, ...]]],
    widths: list[float],
    even: float,
    limit: float,
) -> dict[int, tuple[float, tuple[int, ...]]]:
    found: dict[int, tuple[float, tuple[int, ...]]] = {}
    for start, (cost, cuts) in best.items():
        width = 0.0
        for end in range(start + 1, len(widths) + 1):
            width += widths[end - 1]
            if width > limit:
                break
            total = cost + (width - even) ** 2
            if end not in found or total < found[end][0]:
                found[end] = (total, (*cuts, start))
    return found
