"""Read heads of days that somebody saved: our ``heads.json``, or a text with days and hashes.

In:   the text of a file, a mail, a web page, a printed brief.    Out:  days with their hashes.
Cost: linear in the text.

In a text a hash belongs to the last day named before it. It may be cut into groups or lines.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

HASH_CHARS = 64
GROUPS = (64, 32, 16, 8, 4)  # digits in a piece of a hash that is cut into equal pieces
_QUOTED = re.compile(r"(?m)^[>\s]+")
_DAY = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_RUNS = tuple(
    re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{size}}}(?:\s+[0-9a-f]{{{size}}})*(?![0-9a-f])")
    for size in GROUPS
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day and the hash that somebody saved of it."""

    day: date
    hash: str
    bureau: str = ""  # short name, where the text names one
    seq: int | None = None


def read_anchors(text: str) -> list[Anchor]:
    """Return the days with their hashes; empty when the text holds none."""
    try:
        found = json.loads(text)
    except ValueError:
        return _from_text(text)
    return _from_json(found)


def _from_json(found: Any) -> list[Anchor]:
    if isinstance(found, list):
        return [anchor for part in found for anchor in _from_json(part)]
    if not isinstance(found, dict):
        return []
    bureau = str(found.get("bureau", ""))
    anchors = []
    for row in found.get("heads", []):
        if not isinstance(row, dict):
            continue
        days, digest, seq = _DAY.findall(str(row.get("day"))), row.get("hash"), row.get("seq")
        if days and (day := _date(days[0])) and _is_hash(digest):
            anchors.append(
                Anchor(day, str(digest).lower(), bureau, seq if isinstance(seq, int) else None)
            )
    return anchors


def _is_hash(digest: object) -> bool:
    return isinstance(digest, str) and bool(re.fullmatch(r"[0-9a-fA-F]{64}", digest))


def _from_text(text: str) -> list[Anchor]:
    text = _QUOTED.sub("", text).lower()
    days = [
        (match.start(), day) for match in _DAY.finditer(text) if (day := _date(match.groups()))
    ]
    if not days:
        return []
    anchors = []
    for place, digest in _hashes(_DAY.sub(_blank, text)):
        before = [day for at, day in days if at < place]
        anchors.append(Anchor(before[-1] if before else days[0][1], digest))
    return anchors


def _blank(day: re.Match[str]) -> str:
    """Return as many letters as a day has, none of which is a digit."""
    return "#" * len(day[0])


def _hashes(text: str) -> list[tuple[int, str]]:
    """Return each hash with its place; of a run of pieces the last ones are the hash."""
    found: dict[int, str] = {}
    for size, run in zip(GROUPS, _RUNS, strict=True):
        for match in run.finditer(text):
            pieces = match[0].split()
            needed = HASH_CHARS // size
            if size == HASH_CHARS:
                for piece in pieces:
                    found[text.index(piece, match.start())] = piece
            elif len(pieces) >= needed:
                found[match.end()] = "".join(pieces[-needed:])
    return sorted(found.items())


def _date(parts: tuple[str | Any, ...]) -> date | None:
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
