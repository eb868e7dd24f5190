"""``huiying export-data``, ``load-data`` and ``retention`` as an administrator runs them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from tests.config.installation import Installation
from tests.polling import LONG


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Installation:
    """An installation with one bureau, made by the command."""
    made = Installation(tmp_path_factory.mktemp("house"))
    code, said = made.setup("yunchuan", "fang")
    assert code == 0, said
    return made


def test_an_installation_is_exported_and_loaded_into_an_empty_one(house, tmp_path):
    other = Installation(tmp_path / "other")
    code, said = house.run("export-data", tmp_path / "e.zip")
    assert code == 0, said
    assert "明文" in said

    strange = other.run("load-data", tmp_path / "e.zip")
    (other.folder / "secret.key").write_bytes((house.folder / "secret.key").read_bytes())
    loaded = other.run("load-data", tmp_path / "e.zip")
    again = other.run("load-data", tmp_path / "e.zip")

    assert strange[0] == 2
    assert "secret.key" in strange[1]
    assert loaded[0] == 0, loaded[1]
    assert "审计链与导出时一致" in loaded[1]
    assert "没有销毁清单" in loaded[1], "another machine does not know what was destroyed since"
    assert again[0] == 2
    assert "已有数据" in again[1]
    assert other.sql("SELECT username FROM accounts_officer")[0][0] == "fang"
    assert other.run("verify-audit")[0] == 0


def test_an_export_that_is_killed_leaves_nothing_under_its_name(house, tmp_path):
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-P", "-m", "huiying.config.cli", "export-data", tmp_path / "e.zip"],
        env=house.environment(),
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + LONG
    while not list(tmp_path.glob(".export-*")) and time.monotonic() < until:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)

    assert process.wait(timeout=LONG) == -signal.SIGKILL
    assert not (tmp_path / "e.zip").exists()
    code, said = house.run("export-data", tmp_path / "e.zip")
    assert code == 0, said
    assert not list(tmp_path.glob(".export-*")), "what was killed is gone"
    with zipfile.ZipFile(tmp_path / "e.zip") as archive:
        assert archive.testzip() is None


def test_what_would_be_deleted_is_listed_and_stays(house):
    house.sql(
        "INSERT INTO audit_sentform (form, bureau_ref, one, at, answered, onward)"
        " VALUES ('a', 1, 'x', '2020-01-01 00:00:00', 0, '')"
    )

    code, said = house.run("retention", "--json")

    found = {row["code"]: row for row in json.loads(said)}
    assert code == 0
    assert found["forms"]["count"] == 1
    assert found["forms"]["oldest"].startswith("2020-01-01")
    assert found["posts"]["signed"] is True
    assert found["record"]["count"] is None
    assert house.count("audit_sentform WHERE form = 'a'") == 1
    assert "不删除任何内容" in house.run("retention")[1]
