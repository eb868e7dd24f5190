"""The examples of docs/api.md: curl commands, and the JSON that is said to come back.

In:   the page.    Out:  each command with what stands below it.
Cost: none.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
BLOCK = re.compile(r"^```(sh|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One command: what it asks, and the answer as the page shows it (None: it shows none)."""

    address: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    answer: Any = None


def examples() -> list[Example]:
    """Return the examples of the page in their order."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    found = []
    for at, block in enumerate(blocks):
        if block.group(1) != "sh" or not block.group(2).startswith("curl "):
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        follows = after is not None and not text[block.end() : after.start()].strip()
        shown = json.loads(after.group(2)) if follows and after.group(1) == "json" else None
        found.append(_example(shlex.split(block.group(2)), shown))
    return found


def _example(words: list[str], shown: Any) -> Example:
    address, method, headers, body = "", "GET", {}, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _colon, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(rest)
        else:
            assert not word.startswith("-"), f"the test knows no {word}"
            address = word
    return Example(address, method, headers, body, shown)


def differences(shown: Any, found: Any, at: str = "") -> list[str]:
    """Say where an answer is not as it is shown; "…" stands for any text."""
    if shown == "…":
        return [] if isinstance(found, str) and found else [f"{at}: {found!r}"]
    if isinstance(shown, dict) and isinstance(found, dict):
        wrong = [f"{at}: {set(shown) ^ set(found)}"] if set(shown) != set(found) else []
        both = [name for name in shown if name in found]
        return wrong + [
            line
            for name in both
            for line in differences(shown[name], found[name], f"{at}.{name}")
        ]
    if isinstance(shown, list) and isinstance(found, list):
        if len(shown) != len(found):
            return [f"{at}: {len(found)} rows, {len(shown)} are shown"]
        pairs = zip(shown, found, strict=True)
        return [
            line for n, pair in enumerate(pairs) for line in differences(*pair, f"{at}[{n}]")
        ]
    return [] if shown == found else [f"{at}: {found!r}, shown is {shown!r}"]
