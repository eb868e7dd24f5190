"""``huiying rotate-key`` where the environment gives the key, and who owns what it writes."""

from __future__ import annotations

import os

import pytest

from huiying.jobs.backup.secret import keep_first_secret, keys_are_given, put_secret
from tests.config.installation import PASSWORD, SETUP, STRONG, Installation

FIRST, SECOND = "k" * 50, "n" * 50


def test_with_the_key_in_the_environment_each_step_says_what_to_set(tmp_path):
    house = Installation(tmp_path / "data")
    old = {"HUIYING_SECRET_KEY": FIRST}
    words = ("setup", "--slug", "yunchuan", *SETUP, "--username", "admin")
    assert house.run(*words, **old, **{PASSWORD: STRONG})[0] == 0
    both = {"HUIYING_SECRET_KEY": SECOND, "HUIYING_SECRET_KEY_FALLBACKS": FIRST}

    made, how = house.run("rotate-key", "--new", **old)
    rotated, _said = house.run("rotate-key", **both)
    dropped, then = house.run("rotate-key", "--drop-old", **both)

    assert (made, rotated, dropped) == (2, 0, 1)
    assert "设为 HUIYING_SECRET_KEY" in how
    assert "从 HUIYING_SECRET_KEY_FALLBACKS 里去掉" in then
    assert not (house.folder / "secret.key").exists()


@pytest.mark.parametrize(
    "name",
    ["HUIYING_SECRET_KEY", "HUIYING_SECRET_KEY_FILE", "HUIYING_SECRET_KEY_FALLBACKS"],
)
def test_a_key_of_the_environment_is_seen(name, monkeypatch):
    for one in list(os.environ):
        if one.startswith("HUIYING_SECRET_KEY"):
            monkeypatch.delenv(one)
    assert not keys_are_given()

    monkeypatch.setenv(name, "x")

    assert keys_are_given()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_key_that_root_writes_is_still_that_of_the_account_of_the_service(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    path = tmp_path / "secret.key"
    path.write_text("one\ntwo")
    os.chown(path, 12345, 12346)

    put_secret(b"new\none\ntwo")
    keep_first_secret()

    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (12345, 12346, 0o600)
