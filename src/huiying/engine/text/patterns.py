"""Speed up large word patterns by the characters with which a match may begin.

In:   a pattern of literals, classes, groups and repeats.
Out:  the same pattern behind a look at one character, which is all that most places cost; or,
      of many kinds of words, a small pattern for each first character.
Cost: once, at import.

``re`` does this by itself only for a plain list of words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS = frozenset("0123456789")


def guarded(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern, tried only where one of its first characters stands.

    >>> guarded("(?P<water>停水|(?:没|无)水)|(?P<count>[0-9]+)?户").pattern[:15]
    '(?=[0-9停户无没])(?'
    """
    first, _ = _Parser(pattern).alternatives()
    return re.compile(f"(?=[{''.join(sorted(first))}])(?:{pattern})")


class Tokens:
    """Named kinds of words, of which the first that fits is met; texts are NFKC.

    It finds what one pattern of all of them would find, several times as fast: most places of
    a text are tried with the few words that begin with their character.
    """

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Sort words by how they begin.

        Args:
            named: The name and the pattern of each kind; the first that fits is taken.
        """
        words: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, pattern in named:
            for part in [pattern] if "(?P<" in pattern else _Parser(pattern).parts():
                first, may_be_empty = _Parser(part).alternatives()
                assert not may_be_empty, part  # noqa: S101 - it would fit everywhere
                for char in _plain(first):
                    words[char].append((name, part))
        self._begin = re.compile(f"[{re.escape(''.join(sorted(words)))}]")
        made = {key: _joined(key) for key in set(map(tuple, words.values()))}
        self._by_first = {char: made[tuple(some)] for char, some in words.items()}

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the matches in part of a text; ``lastgroup`` names the kind.

        >>> tokens = Tokens([("no_water", "停水|没水"), ("number", "(?P<low>[0-9]+)户")])
        >>> [found.lastgroup for found in tokens.finditer("30户没水,停电", 0, 9)]
        ['number', 'no_water']
        """
        find, by_first = self._begin.search, self._by_first
        place = find(text, start, end)
        while place is not None:
            at = place.start()
            found = by_first[place[0]].match(text, at, end)
            if found is not None:
                yield found
                at = found.end() - 1
            place = find(text, at + 1, end)


def _plain(first: set[str]) -> set[str]:
    """Return single characters for what the walk over a pattern gathered."""
    chars: set[str] = set()
    for one in first:
        if one == r"\d":
            chars |= _DIGITS
        elif len(one) == len("a-z"):
            chars |= {chr(code) for code in range(ord(one[0]), ord(one[2]) + 1)}
        else:
            chars.add(one.removeprefix("\\"))
    return chars


def _joined(words: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    by_name: dict[str, list[str]] = {}
    for name, part in words:
        by_name.setdefault(name, []).append(part)
    return re.compile(
        "|".join(f"(?P<{name}>{'|'.join(some)})" for name, some in by_name.items())
    )


class _Parser:
    """Walk over a pattern once, gathering the first characters of each alternative."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> tuple[set[str], bool]:
        """Return the first characters, and whether the whole may be empty."""
        first: set[str] = set()
        may_be_empty = False
        while True:
            some, empty = self._sequence()
            first |= some
            may_be_empty = may_be_empty or empty
            if self._peek() != "|":
                return first, may_be_empty
            self.at += 1

    def parts(self) -> list[str]:
        """Return the alternatives of the whole pattern."""
        found: list[str] = []
        start = 0
        while True:
            self._sequence()
            found.append(self.pattern[start : self.at])
            if self._peek() != "|":
                return found
            self.at += 1
            start = self.at

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _sequence(self) -> tuple[set[str], bool]:
        first: set[str] = set()
        open_ = True  # nothing that must be there came yet
        while self._peek() not in ("", "|", ")"):
            some, empty = self._one()
            repeat = re.compile(r"[?*]|\{0,|\{0\}|\+|\{").match(self.pattern, self.at)
            if repeat:
                empty = empty or repeat[0] not in ("+", "{")
                end = re.compile(r"\{[^}]*\}\??|[?*+]\??").match(self.pattern, self.at)
                self.at = end.end() if end else self.at
            if open_:
                first |= some
                open_ = empty
        return first, open_

    def _one(self) -> tuple[set[str], bool]:
        """Return the first characters of a literal, a class or a group."""
        char = self._peek()
        if char == "(":
            return self._group()
        if char == "[":
            end = self.pattern.index("]", self.at + 2)
            inside = self.pattern[self.at + 1 : end]
            self.at = end + 1
            return set(re.findall(r"\\.|.-.|.", inside)), False
        if char == "\\":
            escape = self.pattern[self.at : self.at + 2]
            self.at += 2
            return {escape}, False
        self.at += 1
        return (set(), True) if char in "^$" else ({char}, False)

    def _group(self) -> tuple[set[str], bool]:
        kind = re.compile(r"\((?:\?(?:P<\w+>|:|=|!|<=|<!))?").match(self.pattern, self.at)
        assert kind is not None  # noqa: S101 - an opening bracket stands here
        self.at = kind.end()
        first, empty = self.alternatives()
        self.at += 1
        looks = kind[0] in ("(?=", "(?!", "(?<=", "(?<!")
        return (set(), True) if looks else (first, empty)
