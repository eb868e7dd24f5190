"""一图读懂: a release as one tall picture, made of its facts table.

In:   a release.    Out:  an SVG of 750 units' width, whose text alternative says all of it.
Cost: pure; about a millisecond.

Nothing is in the picture that is not in the released words, and nothing is drawn from outside:
no script, no link, no picture in it, the reader's own fonts. It says its version and its hash,
so that a picture passed on can be told from the newest one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.releases.package import FINDINGS, HEADS, package_of

WIDTH: Final = 750
_EDGE: Final = 48
_LINE: Final = 1.55  # of the size of its letters
_NARROW: Final = 0.6  # width of a letter or digit, of a Han character's
_FIRST_HAN: Final = "\u2e80"
_HANGING: Final = "，。；：、！？”’」』）》…"  # begins no line: it hangs over the edge
_PAPER, _INK, _QUIET, _BAND, _ACCENT = "#ffffff", "#1b232d", "#4a5565", "#eef1f5", "#1c5f95"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text in one size, and the room above it."""

    text: str
    size: int
    colour: str = _INK
    bold: bool = False
    above: int = 8
    banded: bool = False  # a heading on a band of its own


def picture_of(release: Release) -> str:
    """Return the picture of a version as SVG."""
    drawn: list[str] = []
    y = float(_EDGE)
    for piece in _pieces(release):
        y += piece.above
        high = piece.size * _LINE
        if piece.banded:
            drawn.append(
                f'<rect y="{y:.0f}" width="{WIDTH}" height="{high:.0f}" fill="{_BAND}"/>'
            )
        for line in wrapped(piece.text, (WIDTH - 2 * _EDGE) / piece.size):
            weight = ' font-weight="600"' if piece.bold else ""
            drawn.append(
                f'<text x="{_EDGE}" y="{y + piece.size * 1.15:.0f}" font-size="{piece.size}"'
                f' fill="{piece.colour}"{weight}>{escape(line)}</text>'
            )
            y += high
    height = round(y + _EDGE)
    package = package_of(release)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img" lang="zh-Hans"'
        ' font-family="PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC,'
        ' sans-serif">'
        f"<title>{escape(package.title)}</title><desc>{escape(package.plain)}</desc>"
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>{"".join(drawn)}</svg>'
    )


def _pieces(release: Release) -> Iterator[_Piece]:
    content = release.content
    package = package_of(release)
    yield _Piece(package.title, 40, bold=True, above=0)
    if content["claim"]:
        yield _Piece(HEADS["claim"], 24, _QUIET, above=28, banded=True)
        yield _Piece(without_codes(content["claim"]), 28)
    yield _Piece(HEADS["finding"], 24, _QUIET, above=28, banded=True)
    if content["finding"]:
        yield _Piece(FINDINGS[content["finding"]], 36, bold=True)
    yield _Piece(without_codes(content["summary"]), 28)
    if content["facts"]:
        yield _Piece(HEADS["facts"], 24, _QUIET, above=28, banded=True)
    for place, fact in enumerate(content["facts"], 1):
        if fact.get("value"):
            about = "　".join(filter(None, (fact.get("subject"), fact.get("attribute"))))
            yield _Piece(about, 22, _QUIET, above=16)
            yield _Piece(fact["value"], 40, _ACCENT, bold=True, above=0)
        yield _Piece(f"{place}. {fact['statement']}", 28, above=8)
        if fact["evidence"]:
            yield _Piece(fact["evidence"], 22, _QUIET, above=0)
    yield _Piece(package.plain.rsplit("\n", 1)[-1], 22, _QUIET, above=36)
    yield _Piece(release.content_hash[:16], 18, _QUIET, above=4)


def wrapped(text: str, room: float) -> list[str]:
    """Return a text in lines that fit.

    Args:
        room: The width in Han characters, at least 1.

    >>> wrapped("取样12处，全部都合格。", 5)
    ['取样12处，', '全部都合格。']
    """
    lines, line, used = [], "", 0.0
    for character in text:
        wide = 1.0 if character >= _FIRST_HAN else _NARROW
        if character == "\n" or (used + wide > room and character not in _HANGING):
            lines.append(line)
            line, used = "", 0.0
        if character != "\n":
            line, used = line + character, used + wide
    return [row for row in [*lines, line] if row.strip()]
