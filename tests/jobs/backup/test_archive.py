"""Backup and restore: the same rows, the same record, the same finds; or nothing at all."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.anchors import Anchor
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import day_heads, verify
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.search.documents import find
from huiying.jobs import clock
from huiying.jobs.backup import archive
from huiying.jobs.backup.archive import back_up, last_backup
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.restoring import restore
from huiying.jobs.upkeep.record_check import check_bureau, check_installation, freeze_heads
from huiying.work.collection.posts.models import Post, VoiceKey
from huiying.work.collection.posts.voice_keys import voice_hasher_of
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, make_cast
from tests.query_plans import count_rows, counted
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    """The secret that a restore puts in place is this test's alone."""
    settings.DATA_DIR = tmp_path / "data"
    restart_workers()


@pytest.fixture
def house(db, tmp_path):
    """A bureau in the middle of its work."""
    return make_sample_bureau(make_cast("yunchuan", "云川区"), clock.real_now(), tmp_path)


@pytest.fixture
def small(db):
    """A bureau with two incidents."""
    cast = make_cast("yunchuan", "云川区")
    adopt_default(bureau=cast.bureau, now=T0)
    incident_of(cast, QUEUE)
    incident_of(cast, WATER)
    return cast


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """The backup of a small bureau, once it was written."""
    return {}


@pytest.fixture
def path(request, db, written, tmp_path) -> Path:
    """A backup of a small bureau, each test its own copy."""
    path = tmp_path / "b.tar.gz"
    if not written:
        request.getfixturevalue("small")
        back_up(target=path)
        written["body"] = path.read_bytes()
    path.write_bytes(written["body"])
    return path


def every_row() -> dict[str, list[dict[str, object]]]:
    """Return the whole database as values, but for what is left out on purpose."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in archive.backed_up_models()
        if model is not VoiceKey
    }


def empty() -> None:
    """Leave the tables of a new installation."""
    call_command("flush", interactive=False, verbosity=0)
    restart_workers()


def members(path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {info.name: archive.extractfile(info).read() for info in archive}


def rebuilt(path, **changes) -> None:
    """Write a backup anew with other members, their hash made right."""
    parts = members(path) | {name: body for name, body in changes.items() if "." in name}
    manifest = json.loads(parts["manifest.json"])
    manifest["rows_sha256"] = hashlib.sha256(parts["rows.jsonl"]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest | changes.get("manifest", {})).encode()
    with tarfile.open(path, "w:gz") as archive:
        for name, body in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))


def refused(path) -> str:
    """Restore into an empty installation; return why it was refused. Nothing stays."""
    empty()
    with pytest.raises(CannotBackUp) as caught:
        restore(source=path)
    assert not Bureau.objects.exists()
    assert not AuditRecord.objects.exists()
    assert not (settings.DATA_DIR / "secret.key").exists()
    assert "没有恢复" in str(caught.value)
    return str(caught.value)


# There and back -------------------------------------------------------------------------------


def test_what_was_backed_up_is_what_is_restored(house, tmp_path):
    before = every_row()
    done = back_up(target=tmp_path / "b.tar.gz")
    empty()
    assert not Bureau.objects.exists()

    back = restore(source=tmp_path / "b.tar.gz")

    after = every_row()
    assert after.keys() == before.keys()
    for label, rows in before.items():
        assert after[label] == rows, label
    assert sum(map(len, before.values())) + VoiceKey.objects.count() == done.rows == back.rows
    assert len([label for label, rows in before.items() if rows]) > 30, "a full house"


def test_the_record_holds_after_a_restore_and_goes_on(house, tmp_path):
    bureau = house.cast.bureau
    freeze_heads(clock.real_now() + timedelta(days=1))
    saved = day_heads(bureau_id=bureau.pk)[0]
    head = verify(bureau_id=bureau.pk)
    back_up(target=tmp_path / "b.tar.gz")
    empty()
    restore(source=tmp_path / "b.tar.gz")

    again = verify(bureau_id=bureau.pk)
    anchors = [Anchor(saved.day, saved.hash)]
    assert check_bureau(bureau.pk, anchors=anchors).verdict.anchored == saved
    assert check_installation() == []
    assert (again.holds, again.records, again.head) == (True, head.records, head.head)

    submit_posts(house.cast, *QUEUE, now=clock.real_now())
    run_stream(house.cast, now=clock.real_now())
    longer = verify(bureau_id=bureau.pk)
    assert longer.holds
    assert longer.records > head.records


def test_a_restored_house_finds_what_it_found(small, tmp_path):
    def refs(phrase):
        return find(bureau_id=small.bureau.pk, phrase=phrase).refs

    before = {phrase: refs(phrase) for phrase in ("自来水", "三号窗口", "2026-0001")}
    assert all(before.values())
    back_up(target=tmp_path / "b.tar.gz")
    empty()
    assert not refs("自来水")

    restore(source=tmp_path / "b.tar.gz")

    assert {phrase: refs(phrase) for phrase in before} == before


def test_what_was_restored_is_counted_at_once(small, tmp_path):
    back_up(target=tmp_path / "b.tar.gz")
    empty()
    count_rows()
    assert counted("collection_post") == 0

    restore(source=tmp_path / "b.tar.gz")

    assert counted("collection_post") == Post.objects.count() > 0


def test_new_rows_after_a_restore_take_new_numbers(small, tmp_path):
    back_up(target=tmp_path / "b.tar.gz")
    empty()
    restore(source=tmp_path / "b.tar.gz")

    texts = [
        "东门公交站牌倒了没人扶",
        "公交站牌倒在路上东门",
        "东门站牌倒了",
        "东门公交站牌又倒了",
    ]
    fresh = incident_of(small, texts)

    assert fresh.number == "2026-0003"
    assert Incident.objects.count() == 3


def test_texts_with_every_kind_of_line_end_come_back_whole(small, tmp_path):
    odd = "一行\u2028二行\u2029三行\x85四行\r\n五行\x1c六行,停水了没人管"
    key = submit_posts(small, odd)[0]
    kept = Post.objects.get(pk=key).text
    back_up(target=tmp_path / "b.tar.gz")
    empty()

    restore(source=tmp_path / "b.tar.gz")

    assert Post.objects.get(pk=key).text == kept


# What a backup must not hold ------------------------------------------------------------------


def test_the_keys_of_voices_are_in_no_backup_and_destroyed_after_a_restore(small, tmp_path):
    row = VoiceKey.objects.get()
    sealed = bytes(row.key)
    assert voice_hasher_of(small.bureau.pk, T0).of("论坛", "某人") is not None
    back_up(target=tmp_path / "b.tar.gz")

    body = members(tmp_path / "b.tar.gz")["rows.jsonl"]
    lines = [json.loads(line)[0] for line in body.decode().split("\n") if line]
    keys = [line["fields"] for line in lines if line["model"] == "collection.voicekey"]
    assert [key["key"] for key in keys] == [None]
    assert sealed not in body
    row.refresh_from_db()
    assert bytes(row.key) == sealed, "the running house keeps its key"
    empty()
    restore(source=tmp_path / "b.tar.gz")

    again = VoiceKey.objects.get()
    assert again.key is None
    assert again.destroyed_at is not None
    assert voice_hasher_of(small.bureau.pk, T0).of("论坛", "某人") is None
    assert submit_posts(small, "恢复以后仍然收帖"), "posts come in all the same"


def test_the_file_is_for_its_owner_alone(small, tmp_path):
    target = tmp_path / "b.tar.gz"
    back_up(target=target)
    empty()
    restore(source=target)

    assert target.stat().st_mode & 0o077 == 0
    secret = settings.DATA_DIR / "secret.key"
    assert secret.read_text() == settings.SECRET_KEY
    assert secret.stat().st_mode & 0o077 == 0


# Refused --------------------------------------------------------------------------------------


def test_an_installation_with_data_is_not_overwritten(small, tmp_path):
    back_up(target=tmp_path / "b.tar.gz")
    before = every_row()

    with pytest.raises(CannotBackUp, match="已有数据"):
        restore(source=tmp_path / "b.tar.gz")

    assert every_row() == before


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    refused(path)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_file_with_a_changed_byte_is_refused(path, share):
    body = bytearray(path.read_bytes())
    body[int(len(body) * share)] ^= 0xFF
    path.write_bytes(bytes(body))

    refused(path)


def test_rows_that_were_changed_after_unpacking_are_refused(path):
    parts = members(path)
    changed = parts["rows.jsonl"].replace("云川区信访局".encode(), "云川区某某局".encode())
    manifest = json.loads(parts["manifest.json"])
    rebuilt(path, **{"rows.jsonl": changed}, manifest={"rows_sha256": manifest["rows_sha256"]})

    assert "与清单不符" in refused(path)


def test_a_record_that_was_changed_is_refused_even_with_a_right_hash(path):
    body = members(path)["rows.jsonl"].decode()
    assert "incident.opened" in body
    rebuilt(path, **{"rows.jsonl": body.replace("incident.opened", "incident.closed").encode()})

    assert "审计链不完整" in refused(path)


def test_a_backup_of_another_version_is_said_to_be_one_without_a_value_of_a_row(path):
    body = members(path)["rows.jsonl"].decode()
    moment = re.search(r'"created_at": "([^"]+)"', body)[1]
    rebuilt(path, **{"rows.jsonl": body.replace(moment, "张三昨天").encode()})

    said = refused(path)

    assert "另一个版本写的" in said
    assert "张三" not in said


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (b"not json\n", "有一行读不懂"),
        (b'[{"model": "collection.nothing", "pk": 1, "fields": {}}]\n', "有一行读不懂"),
        (b'[{"model": "accounts.unit", "pk": 1, "fields": {"bureau": 9}}]\n', "有一行读不懂"),
        (b"", "行数与清单不符"),
        (b"\xff\xfe\n", "已损坏"),
    ],
)
def test_rows_that_cannot_be_are_refused(path, rows, why):
    counted = {"rows": rows.count(b"\n")} if rows else {}
    rebuilt(path, **{"rows.jsonl": rows}, manifest=counted)

    assert why in refused(path)


def test_a_backup_of_another_version_is_refused(path):
    rebuilt(path, manifest={"format": "huiying-backup-9"})

    assert "不是本版本的备份" in refused(path)


@pytest.mark.parametrize(
    "body", [b"", b"hello", gzip.compress(b"hello", mtime=0), b"\x1f\x8b" + b"0" * 99]
)
def test_what_is_no_backup_is_refused(db, tmp_path, body):
    path = tmp_path / "b.tar.gz"
    path.write_bytes(body)

    refused(path)


def test_a_file_that_is_not_there_is_said(db, tmp_path):
    refused(tmp_path / "none.tar.gz")


# Writing --------------------------------------------------------------------------------------


def no_space(*_args, **_more):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("owner", "name"),
    [(os, "fsync"), (tarfile.TarFile, "addfile"), (tarfile, "open"), (archive, "_lines")],
)
def test_a_full_disk_leaves_no_half_file_and_keeps_the_old_one(
    small, tmp_path, monkeypatch, owner, name
):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old.tar.gz").write_bytes(b"the backup of yesterday")
    monkeypatch.setattr(owner, name, no_space)

    for target, replace in ((folder / "old.tar.gz", True), (folder / "new.tar.gz", False)):
        with pytest.raises(CannotBackUp, match="没有写成"):
            back_up(target=target, replace=replace)

    monkeypatch.undo()
    assert [path.name for path in folder.iterdir()] == ["old.tar.gz"]
    assert (folder / "old.tar.gz").read_bytes() == b"the backup of yesterday"


def test_rows_are_not_there_before_the_secret_that_opens_them(path, settings):
    empty()
    (settings.DATA_DIR / "secret.key").mkdir(parents=True)  # so that it cannot be written

    with pytest.raises(CannotBackUp, match="没有恢复任何内容"):
        restore(source=path)

    assert not Bureau.objects.exists()
    (settings.DATA_DIR / "secret.key").rmdir()
    assert restore(source=path).rows


def test_an_existing_file_is_replaced_only_when_asked(small, tmp_path):
    target = tmp_path / "b.tar.gz"
    back_up(target=target)

    with pytest.raises(CannotBackUp, match="已存在"):
        back_up(target=target)
    back_up(target=target, replace=True)

    assert [path.name for path in tmp_path.glob("*backup*")] == []


def test_when_it_was_made_is_kept_though_the_last_stamp_cannot_be_written(small, tmp_path):
    settings.DATA_DIR.mkdir(exist_ok=True)
    (settings.DATA_DIR / "last-backup").symlink_to(tmp_path / "nowhere" / "x")

    back_up(target=tmp_path / "b.tar.gz")

    assert last_backup() is not None


def test_a_place_that_cannot_be_written_is_said(small, tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(CannotBackUp, match="没有写成"):
        back_up(target=tmp_path / "file" / "b.tar.gz")


def test_restoring_takes_memory_for_a_row_not_for_the_file(small, tmp_path):
    text = "停水" + "a" * 24_000
    first = submit_posts(small, "停水第一条")[0]
    template = Post.objects.filter(pk=first).values().get()
    Post.objects.bulk_create(
        Post(**{**template, "id": first + number, "text": f"{number}{text}"})
        for number in range(1, 601)
    )
    path = tmp_path / "b.tar.gz"
    size = len(members(path)["rows.jsonl"]) if back_up(target=path) else 0
    assert size > 12_000_000
    empty()

    tracemalloc.start()
    restore(source=path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < size / 2
    assert Post.objects.count() > 600
