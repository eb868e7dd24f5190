"""Read what a robots.txt says to us, as RFC 9309 has it.

In:   the decoded text of a robots.txt and the name that we go by.
Out:  ``Rules``: whether a path may be asked for, and the distance that the site wants.
Cost: one regular expression a line; a question compares the path with each of our rules.

Python's own reader knows no ``*`` and no ``$``, takes the first rule instead of the most
exact one, ends a group at an empty line and drops a second group: with it, sites that had
closed a path were asked for it all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from string import ascii_letters, digits
from urllib.parse import quote

MAX_LINES = 20_000
MAX_LINE_CHARS = 2_000
EVERYBODY = "*"

# Slips that are common and meant seriously: no colon, a Chinese colon, "useragent".
_LINE = re.compile(
    r"(user[ -]?agent|disallow|allow|crawl[ -]?delay)\s*[::\s]\s*(.*)", re.IGNORECASE
)
_PRODUCT = re.compile(r"\*|[a-z_-]+")
_OCTET = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(ascii_letters + digits + "-._~")
_KEPT = "/%:?#[]@!$&'()*+,;=~"  # of a path; the rest is written as octets


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us."""

    lines: tuple[tuple[str, bool], ...] = ()  # pattern, allowed; the most exact first
    delay_seconds: float = 0.0

    def allow(self, path: str) -> bool:
        """Return whether ``path``, with its query, may be asked for."""
        wanted = _normal(path)
        for pattern, allowed in self.lines:
            if _matches(pattern, wanted):
                return allowed
        return True


def read_rules(text: str, agent: str) -> Rules:
    r"""Return the rules of all groups that name ``agent``, else of those for everybody.

    >>> read_rules("User-agent: *\nDisallow: /*.doc$", "huiying").allow("/a.doc")
    False
    """
    spoken: dict[str, list[tuple[str, str]]] = {}
    group: list[str] = []
    is_open = False  # the names of a group stand on lines that follow each other
    for word, value in _lines(text):
        if word == "useragent":
            name = _PRODUCT.match(value.lower())
            group = [*(group if is_open else ()), name[0] if name else ""]
            spoken.setdefault(group[-1], [])
        else:
            for one in set(group):
                spoken[one].append((word, value))
        is_open = word == "useragent"
    ours = spoken.get(agent.lower(), spoken.get(EVERYBODY, []))
    paths = {(_pattern(value), word == "allow") for word, value in ours if word[-1] == "w"}
    exact_first = sorted(paths, key=lambda line: (-len(line[0]), not line[1]))
    return Rules(
        tuple(line for line in exact_first if line[0]),
        max((_seconds(value) for word, value in ours if word == "crawldelay"), default=0.0),
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines()[:MAX_LINES]:
        said = _LINE.match(line[:MAX_LINE_CHARS].partition("#")[0].strip())
        if said:
            yield re.sub("[ -]", "", said[1].lower()), said[2]


def _pattern(value: str) -> str:
    """Return a path as we compare it; "" says nothing, also of "Disallow:"."""
    pattern = _normal(value)
    return pattern if pattern[:1] in {"", "/", "*"} else f"/{pattern}"


def _normal(path: str) -> str:
    """Write a path in the one way in which equal paths are equal texts."""
    return _OCTET.sub(_octet, quote(path, safe=_KEPT))


def _octet(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _matches(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if ends and others else None
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not ends or at == len(path)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return max(seconds, 0.0) if isfinite(seconds) else 0.0
