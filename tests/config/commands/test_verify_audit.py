"""``huiying verify-audit`` names what differs and compares the chain with what was saved."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from huiying.config.commands import verify_audit
from huiying.work.collection.fetch.client import FetchResult
from tests.config.installation import Installation
from tests.new_database import new_database

MAKE_HEADS = """
import django
django.setup()
from datetime import UTC, datetime
from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
freeze_day_heads(datetime(2100, 1, 1, tzinfo=UTC))
"""


def drop_triggers(house: Installation) -> None:
    """Do what the owner of the database can."""
    for (name,) in house.sql("select name from sqlite_master where name like 'final_%'"):
        house.sql(f"drop trigger {name}")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """An installation with one bureau whose first day is over."""
    house = Installation(tmp_path_factory.mktemp("made"))
    new_database(house.database)
    house.setup("yunchuan", "fang")
    return house.folder


@pytest.fixture
def house(made, tmp_path) -> Installation:
    shutil.copytree(made, tmp_path / "house")
    return Installation(tmp_path / "house")


def head_of(house: Installation) -> tuple[int, str]:
    (row,) = house.sql("select seq, hash from audit_audithead")
    return int(str(row[0])), str(row[1])


def freeze(house: Installation) -> str:
    """Freeze the head of the day as if it were over; return it as heads.json says it."""
    subprocess.run([sys.executable, "-c", MAKE_HEADS], env=house.environment(), check=True)  # noqa: S603
    ((day, seq, digest),) = house.sql("select day, seq, hash from audit_dayhead")
    heads = [{"day": day, "seq": seq, "hash": digest}]
    return json.dumps({"bureau": "yunchuan", "heads": heads})


def against(house: Installation, tmp_path: Path, saved: str) -> tuple[int, str]:
    file = tmp_path / "saved"
    file.write_text(saved, encoding="utf-8")
    return house.run("verify-audit", "--against", file)


def test_without_saved_heads_a_whole_record_is_consistent_and_not_anchored(house):
    code, said = house.run("verify-audit")

    wanted = "yunchuan: Consistent; not compared with a checksum saved elsewhere"
    assert (code, wanted in said) == (0, True), said


def test_saved_heads_anchor_it_as_json_and_as_a_mail(house, tmp_path):
    saved = freeze(house)
    (head,) = json.loads(saved)["heads"]
    day = date.fromisoformat(head["day"])
    mail = f"附 {day.year}年{day.month}月{day.day}日的每日校验值：\n> {head['hash']}"
    wanted = (
        "Consistent; compared with a checksum saved elsewhere"
        f" up to record {head['seq']} ({head['day']})"
    )

    for text in (saved, mail):
        code, said = against(house, tmp_path, text)
        assert (code, wanted in said) == (0, True), said


def test_a_hash_that_is_another_one_breaks_it_from_the_first_record_on(house, tmp_path):
    saved = json.loads(freeze(house))
    saved["heads"][0]["hash"] = "f" * 64
    code, said = against(house, tmp_path, json.dumps(saved))

    assert (code, "broken from record 1" in said) == (1, True), said


def test_heads_of_a_bureau_that_is_not_there_are_named(house, tmp_path):
    saved = freeze(house).replace("yunchuan", "linxi")
    code, said = against(house, tmp_path, saved)

    assert (code, "linxi" in said, "no such bureau" in said) == (1, True, True), said


@pytest.mark.parametrize("text", ["", "没有校验值", "2026-11-24"])
def test_a_file_without_a_day_and_a_hash_is_refused(house, tmp_path, text):
    code, said = against(house, tmp_path, text)

    assert (code, "没有找到日期" in said) == (2, True), said


def test_a_file_that_is_not_there_is_refused(house, tmp_path):
    code, said = house.run("verify-audit", "--against", tmp_path / "none")

    assert (code, "读不出" in said) == (2, True), said


def test_an_address_of_an_inner_network_is_refused(house):
    code, said = house.run("verify-audit", "--against", "http://127.0.0.1/heads.json")

    assert (code, "内部网络" in said) == (2, True), said


def test_an_address_is_read_by_the_careful_client(monkeypatch, settings):
    settings.FETCH_ALLOW_PRIVATE = []
    asked = []

    def fetch(address, *, policy):
        asked.append((address, policy.allow_private))
        return FetchResult("ok", body=b"2026-11-24 " + b"a" * 64)

    monkeypatch.setattr("huiying.work.collection.fetch.client.fetch", fetch)
    (anchor,) = verify_audit._anchors("https://huiying.example/b/yunchuan/record/heads.json")

    assert (anchor.day, anchor.hash) == (date(2026, 11, 24), "a" * 64)
    assert asked == [("https://huiying.example/b/yunchuan/record/heads.json", frozenset())]


def test_text_without_a_bureau_asks_which_one_when_there_are_several(house, tmp_path):
    house.setup("linxi", "another")
    code, said = against(house, tmp_path, f"2026-11-24 {'f' * 64}")

    assert (code, "--bureau" in said) == (2, True), said


def test_triggers_that_were_dropped_are_named_and_come_back_at_the_next_start(house):
    drop_triggers(house)
    code, said = house.run("verify-audit")
    _ok, log = house.setup("linxi", "another")
    again, _said = house.run("verify-audit")

    assert (code, "no longer refuses to change final rows" in said) == (1, True), said
    assert "were gone" in log
    assert again == 0


def test_the_database_itself_refuses_to_change_a_record(house):
    with pytest.raises(Exception, match="rows of audit_auditrecord are final"):
        house.sql("update audit_auditrecord set label = '另一个人'")
