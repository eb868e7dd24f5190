"""A public number says by its letter what it names: K2026-0001 is one thing, not two."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import huiying

SRC = Path(huiying.__file__).parent
LETTER = re.compile(r'f"([A-Z])\{(number|take_number\()')
KIND = re.compile(r"take_numbers?\([^()]*?\bkind=[\"']?(\w+)")
GIVEN = re.compile(r'number_for\(\w+, "(\w+)", "([A-Z])"')


def letters() -> dict[str, set[str]]:
    """Return the kinds of things that each letter stands for, as the acts take numbers."""
    found = defaultdict(set)
    for path in sorted(SRC.glob("*/**/actions/*.py")):
        text = path.read_text("utf-8")
        for kind, letter in GIVEN.findall(text):
            found[letter].add(kind)
        for written in LETTER.finditer(text):
            inline = written[2] != "number"
            near = text[written.start() :] if inline else text[: written.end()]
            kinds = KIND.findall(near)
            found[written[1]].add(kinds[0 if inline else -1])
    return found


def test_a_letter_stands_for_one_kind_of_thing():
    found = letters()

    assert len(found) > 10
    assert {letter: kinds for letter, kinds in found.items() if len(kinds) > 1} == {}
