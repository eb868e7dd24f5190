"""Show what a copy of a text adds, removes or turns into its opposite.

In:   two texts as stored, of which the first 20,000 characters are compared; or two lists.
Out:  sentences that stayed, came, went or changed, and of the changed those that say the
      opposite: the same sentence with a negation more or less.
Cost: under 1 ms for two posts of 200 characters; bounded for any text: what would take longer
      than ``_MAX_WORK`` allows is told as cut and added whole. Pure.

Nothing is lost: what stayed and was added is the second text, with what was cut the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from huiying.engine.text.clean import MAX_CHARS, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ChangeKind = Literal["same", "added", "removed", "changed", "negated"]

_ALIKE: Final = 0.5  # share of two sentences from which one is the other, changed
_MAX_WORK: Final = 2_000_000  # pairs of characters that are compared, at most half a second
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+")
_NEGATION = re.compile(
    r"不是|没有|并非|并未|从未|尚未|未曾|绝非|未(?!来|成年)|没(?!收)|非(?!常)|别(?!墅|人|的|处)"
    r"|不(?!锈|仅|但|过|少|久|断|止|料|同)|无(?!人机|锡|线|论|数)|假(?!期|日|如|设)"
)
_SAYS_NO_MORE = re.compile("已经|曾经|确实|真的|属于|已|曾|确|真|是|有|了|过|的|会|将|要|被|到")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stayed, was added or was removed."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a comparison; a changed one holds pieces of several kinds."""

    kind: ChangeKind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The sentence with both what was removed and what was added."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def before(self) -> str:
        """The sentence as the first text has it."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "added")

    @property
    def after(self) -> str:
        """The sentence as the second text has it."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "removed")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a second text makes of a first, sentence by sentence."""

    lines: tuple[Line, ...]

    def count(self, *kinds: ChangeKind) -> int:
        """Return how many sentences are of these kinds."""
        return sum(line.kind in kinds for line in self.lines)

    @property
    def equal(self) -> bool:
        """Tell whether the texts are the same, character for character."""
        return all(line.kind == "same" for line in self.lines)


@dataclass(slots=True)
class _Budget:
    """The pairs of characters that may still be compared."""

    left: int

    def allows(self, first: Sequence[str], second: Sequence[str]) -> bool:
        self.left -= len(first) * len(second)
        return self.left >= 0


def compare(first: str, second: str) -> Difference:
    """Return what a second text makes of a first.

    >>> found = compare("学校坍塌。快看。", "学校没有坍塌。求扩散。")
    >>> [(line.kind, line.after) for line in found.lines]
    [('negated', '学校没有坍塌。'), ('added', '求扩散。'), ('removed', '')]
    """
    return Difference(changed_lines(_sentences(first), _sentences(second)))


def changed_lines(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """Return what changed between two lists of sentences."""
    return tuple(_changes(list(before), list(after), _Budget(_MAX_WORK)))


def is_opposite(first: str, second: str) -> bool:
    """Tell whether two sentences are the same but for an odd number of negations.

    >>> is_opposite("有12名学生受伤", "没有12名学生受伤！"), is_opposite("停水", "没有停电")
    (True, False)
    """
    (left, denied), (right, denied_too) = _affirmed(first), _affirmed(second)
    return bool(left) and left == right and (denied + denied_too) % 2 == 1


def _affirmed(sentence: str) -> tuple[str, int]:
    """Return the bare sentence without its negations, and how many it had."""
    bared = "".join(filter(str.isalnum, normalize(sentence)))
    affirmed, denied = _NEGATION.subn("", bared)
    return _SAYS_NO_MORE.sub("", affirmed), denied


def _sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text[:MAX_CHARS])


def _changes(before: list[str], after: list[str], budget: _Budget) -> Iterator[Line]:
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        yield _whole("same", before[start])
        start += 1
    before, after = before[start:], after[start:]
    if not budget.allows(before, after):
        yield from (_whole("removed", text) for text in before)
        yield from (_whole("added", text) for text in after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for verb, a1, a2, b1, b2 in matcher.get_opcodes():
        if verb == "equal":
            yield from (_whole("same", text) for text in before[a1:a2])
        else:
            yield from _replaced(before[a1:a2], after[b1:b2], budget)


def _replaced(before: list[str], after: list[str], budget: _Budget) -> Iterator[Line]:
    """Pair sentences that are alike, in order; the others were removed or added whole."""
    left = before
    for text in after:
        at = next((n for n, old in enumerate(left) if _alike(old, text, budget)), None)
        if at is None:
            yield _whole("added", text)
            continue
        yield from (_whole("removed", old) for old in left[:at])
        kind: ChangeKind = "negated" if is_opposite(left[at], text) else "changed"
        yield Line(kind, tuple(_pieces(left[at], text)))
        left = left[at + 1 :]
    yield from (_whole("removed", old) for old in left)


def _alike(old: str, new: str, budget: _Budget) -> bool:
    if not budget.allows(old, new):
        return False
    if is_opposite(old, new):
        return True
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for verb, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            yield Piece("same", old[a1:a2])
            continue
        if a2 > a1:
            yield Piece("removed", old[a1:a2])
        if b2 > b1:
            yield Piece("added", new[b1:b2])


def _whole(kind: ChangeKind, text: str) -> Line:
    return Line(kind, (Piece(kind, text),))
