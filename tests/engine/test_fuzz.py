"""The fuzz target bears some seconds of bytes, and shows a text that is not borne."""

from __future__ import annotations

from huiying.engine.text.clean import clean
from tools import fuzz


def test_some_seconds_of_bytes_are_borne(capsys):
    assert fuzz.fuzz(seconds=5, seed=1) == 0, capsys.readouterr().out


def test_a_text_that_is_not_borne_is_shown_in_short(monkeypatch, capsys):
    def breaking(text):
        if "1" in text:
            raise ValueError("one")
        return clean(text)

    monkeypatch.setattr(fuzz, "clean", breaking)

    assert fuzz.fuzz(seconds=10, seed=1) == 1
    wrong, text = capsys.readouterr().out.splitlines()
    assert wrong.endswith("ValueError: one")
    assert text == "'1'"
