"""The words found are marked in the text as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.search.snippets import LEAD, snippet


def shown(text, phrase, **more):
    pieces = snippet(text, phrase, **more)
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("昨晚起路灯，不亮了", "路灯不亮", "昨晚起[路灯，不亮]了"),
        ("ＷｉＦｉ坏了", "wifi", "[ＷｉＦｉ]坏了"),
        ("停水，又停水", "停水", "[停水]，又[停水]"),
        ("路灯不亮，停水", "停水 路灯", "[路灯]不亮，[停水]"),
        ("路灯不亮", "停电", "路灯不亮"),
        ("路灯不亮", "", "路灯不亮"),
        ("", "停电", ""),
        ("𠮷野家停水", "𠮷野家", "[𠮷野家]停水"),
    ],
)
def test_words_are_marked(text, phrase, expected):
    assert shown(text, phrase) == expected


def test_a_long_text_is_cut_around_the_first_word():
    text = "一" * 300 + "停水" + "二" * 300

    cut = shown(text, "停水", width=100)

    assert cut == "…" + "一" * LEAD + "[停水]" + "二" * (100 - LEAD - 2) + "…"


def test_a_word_near_the_end_leaves_the_stretch_full():
    assert shown("一" * 300 + "停水", "停水", width=50) == "…" + "一" * 48 + "[停水]"


@given(st.text(max_size=60), st.text(max_size=6))
def test_nothing_but_the_text_is_shown(text, phrase):
    assert "".join(piece.text for piece in snippet(text, phrase, width=100)) == text
