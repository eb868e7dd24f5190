"""The readers that are fuzzed bear what they are given to begin with, and a fault is found."""

from __future__ import annotations

import pytest

from huiying.base.audit.timestamps import read_timestamp
from tools import fuzz_parsers, fuzz_targets


@pytest.mark.parametrize("name", fuzz_targets.TARGETS)
def test_a_reader_takes_its_known_inputs_and_none_at_all(name):
    for data in (*fuzz_targets.SEEDS[name], b""):
        fuzz_targets.TARGETS[name](data)


def test_the_known_timestamp_is_a_granted_one():
    assert read_timestamp(fuzz_targets.GRANTED, "text", fuzz_targets.ROOTS)


def test_an_input_that_is_not_borne_is_kept(monkeypatch, tmp_path, capsys):
    def breaks(data):
        if len(data) % 2:
            raise KeyError(len(data))

    monkeypatch.setitem(fuzz_targets.TARGETS, "feed", breaks)
    monkeypatch.setattr(fuzz_parsers, "KEPT", tmp_path)

    assert fuzz_parsers._run_by_chance("feed", 5, seed=1) == 1

    (kept,) = tmp_path.iterdir()
    assert len(kept.read_bytes()) % 2
    assert "KeyError" in capsys.readouterr().err
