"""``huiying rotate-key`` where the environment gives the key, and who owns what it writes."""

from __future__ import annotations

import os

import pytest

from huiying.jobs.backup.secret import keep_first_secret, keys_are_given, put_secret
from tests.config.installation import PASSWORD, SETUP, STRONG, Installation

BY = ("--by", "admin")
FIRST, SECOND = "k" * 50, "n" * 50


def test_with_the_key_in_the_environment_each_step_says_what_to_set(tmp_path):
    house = Installation(tmp_path / "data")
    old = {"HUIYING_SECRET_KEY": FIRST}
    words = ("setup", "--slug", "yunchuan", *SETUP, "--username", "admin")
    assert house.run(*words, **old, **{PASSWORD: STRONG})[0] == 0
    both = {"HUIYING_SECRET_KEY": SECOND, "HUIYING_SECRET_KEY_FALLBACKS": FIRST}

    made, how = house.run("rotate-key", "--new", *BY, **old)
    nameless = [house.run("rotate-key", *words, **both) for words in ((), ("--drop-old",))]
    rotated, _said = house.run("rotate-key", *BY, **both)
    dropped, then = house.run("rotate-key", "--drop-old", *BY, **both)

    assert (made, rotated, dropped) == (2, 0, 1)
    assert [code for code, _words in nameless] == [2, 2]
    assert all("没有写明由谁操作" in words for _code, words in nameless)
    names = house.sql(
        "SELECT verb, actor_label FROM audit_auditrecord WHERE verb LIKE 'installation.key%'"
    )
    assert [verb for verb, _name in names] == [
        "installation.key_rotation_began",
        "installation.key_rotated",
        "installation.key_dropped",
    ]
    assert all(str(name).startswith("方知行（admin，服务器账号 ") for _verb, name in names)
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
