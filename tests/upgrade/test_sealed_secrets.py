"""Secrets of 0.2.0 are sealed by the upgrade, work after it, and come back on the way back."""

from __future__ import annotations

from tests.upgrade.programs import reported_by
from tests.upgrade.sealed_secrets import SECRET, SEED, TARGET

result = reported_by("sealed_secrets")


def test_secrets_are_sealed_by_the_upgrade_and_read_as_before(result):
    plain = [[TARGET, SECRET], ["mail@x.example", ""], ["", ""]]

    assert result["before"]["channels"] == plain
    assert result["read"]["channels"] == plain
    assert [[bool(text) for text in row] for row in plain] == [
        [text.startswith("sealed:1:") for text in row] for row in result["after"]["channels"]
    ]
    assert all(
        row[name].startswith("sealed:1:")
        for row in result["after"]["factors"]
        for name in ("secret", "seed")
        if name in row
    )
    assert result["read"]["factors"] == [SEED, SEED]
    assert result["after"]["factors"][2] == {"credential": {"id": "x"}}


def test_channels_from_before_wait_for_nobody_to_confirm_them(result):
    assert result["read"]["waiting"] == 0


def test_the_way_back_gives_every_secret_again(result):
    assert result["back"] == result["before"]
