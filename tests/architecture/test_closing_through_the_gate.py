"""An incident closes and opens again by the acts of closing alone: there the gate is asked."""

from __future__ import annotations

from tests.architecture.source_files import name_of, python_files


def test_only_closing_closes_and_reopens():
    wrong = [
        name_of(path)
        for path in python_files()
        for move in ("move=Move.CLOSE", "move=Move.REOPEN")
        if move in path.read_text(encoding="utf-8") and "work/closing/" not in name_of(path)
    ]

    assert not wrong
