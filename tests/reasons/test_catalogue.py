"""Every reason has a sentence, every sentence a reason, and each is said in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import huiying
from huiying.reasons.catalogue import SENTENCES
from huiying.reasons.reason import Reason, all_from_data, all_to_data
from huiying.reasons.rendering import render
from tools import messages

PACKAGE = Path(huiying.__file__).parent
PLACE = re.compile(r"%\((?P<name>\w+)\)(?P<kind>s|\.\d+f)")
HAN = re.compile("[一-鿿]")
MAKERS = {"reason", "Reason"}
ENGLISH = {message.id: message.string for message in messages.load() if message.id}


def places(sentence: str) -> dict[str, str]:
    """Return name → kind of the parameters of a sentence."""
    return {found["name"]: found["kind"] for found in PLACE.finditer(sentence)}


def made_reasons() -> Iterator[tuple[str, str, set[str]]]:
    """Yield place, code and parameters of every reason that the package makes."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in MAKERS:
                continue
            code = node.args[0] if node.args else None
            if isinstance(code, ast.Constant):
                where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                yield where, str(code.value), _parameters(node)


def _parameters(call: ast.Call) -> set[str]:
    named = {keyword.arg or "**" for keyword in call.keywords}
    for argument in call.args[1:]:
        keys = argument.keys if isinstance(argument, ast.Dict) else [None]
        named |= {str(key.value) if isinstance(key, ast.Constant) else "**" for key in keys}
    return named


@cache
def made() -> list[tuple[str, str, set[str]]]:
    return list(made_reasons())  # asked for by tests, not by those who only collect them


def test_every_reason_has_a_sentence_with_its_parameters():
    wrong = [
        (where, code)
        for where, code, parameters in made()
        if parameters != set(places(SENTENCES.get(code, "%(no_such_code)s")))
    ]

    assert wrong == []


def test_every_sentence_has_a_reason():
    assert sorted(SENTENCES.keys() - {code for _, code, _ in made()}) == []


def test_a_sentence_stands_in_the_table_of_its_room():
    tables = (PACKAGE / "reasons" / "catalogue").glob("[!_]*.py")
    misplaced = [
        node.value
        for table in tables
        for node in ast.walk(ast.parse(table.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in SENTENCES
        if not str(node.value).startswith(f"{table.stem}.")
    ]

    assert misplaced == []


WORDS = st.text("abcdefgh 0123456789“”….", max_size=12)
NUMBERS = st.integers(0, 10_000) | st.floats(0, 1_000)
PLAIN = st.sampled_from([Reason(code) for code in SENTENCES if not places(SENTENCES[code])])
VALUES = {"s": WORDS | NUMBERS | PLAIN | st.lists(WORDS | PLAIN, max_size=3).map(tuple)}


@st.composite
def reasons(draw, code: str) -> Reason:
    values = {
        name: draw(VALUES.get(kind, st.floats(0, 1)))
        for name, kind in places(SENTENCES[code]).items()
    }
    return Reason(code, values)


@pytest.mark.parametrize("code", sorted(SENTENCES))
@settings(max_examples=15)
@given(st.data())
def test_a_reason_is_said_in_both_languages_with_all_its_parameters(code, data):
    one = data.draw(reasons(code))
    chinese, english = render(one), render(one, ENGLISH.__getitem__)

    for said in (chinese, english):
        assert "%(" not in said
        assert all(text in said for text in one.params.values() if isinstance(text, str))
    assert not HAN.search(english)
    assert all_from_data(all_to_data([one])) == (one,)
