"""A second copy of a backup: whole or not there, tried again, never on an empty mount point."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta

import pytest

from huiying.jobs import clock
from huiying.jobs.backup import copies, follow_up, runs
from huiying.jobs.backup.copies import copy_away, hash_of, stated_hash, write_hash
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.models import BackupRun
from tests.factories import make_cast

NIGHT = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)  # 03:00 in 云川


@pytest.fixture(autouse=True)
def share(tmp_path, settings):
    """A folder of another machine, mounted here."""
    settings.DATA_DIR = tmp_path / "data"
    settings.BACKUP_DIR = str(tmp_path / "kept")
    settings.BACKUP_COPY_DIR = str(tmp_path / "share")
    (tmp_path / "share").mkdir()
    follow_up._failed_at.clear()
    return tmp_path / "share"


@pytest.fixture
def backup(tmp_path):
    path = tmp_path / "b.tar.gz"
    path.write_bytes(os.urandom(3_000_000))
    return path


def test_a_copy_has_the_same_bytes_and_its_hash_beside_it(backup, share):
    copy = copy_away(backup, hash_of(backup))

    assert copy.read_bytes() == backup.read_bytes()
    assert stated_hash(copy) == hash_of(backup)
    assert sorted(path.name for path in share.iterdir()) == ["b.tar.gz", "b.tar.gz.sha256"]


def test_what_is_there_and_whole_is_not_written_again(backup, share):
    copy = copy_away(backup, hash_of(backup))
    before = copy.stat().st_ino

    assert copy_away(backup, hash_of(backup)).stat().st_ino == before


def test_a_copy_that_was_damaged_there_is_replaced(backup, share):
    copy = copy_away(backup, hash_of(backup))
    copy.write_bytes(b"half")

    copy_away(backup, hash_of(backup))

    assert copy.read_bytes() == backup.read_bytes()


def test_a_share_that_is_not_mounted_is_never_made(backup, share):
    share.rmdir()

    with pytest.raises(CannotBackUp, match="可能没有挂上"):
        copy_away(backup, hash_of(backup))
    assert not share.exists()


def test_an_original_that_changed_since_is_not_copied(backup, share):
    value = hash_of(backup)
    backup.write_bytes(b"another")

    with pytest.raises(CannotBackUp, match="不一致"):
        copy_away(backup, value)
    assert list(share.iterdir()) == []


def test_a_full_share_leaves_nothing_behind(backup, share, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(copies.os, "fsync", full)

    with pytest.raises(CannotBackUp, match="没有写成"):
        copy_away(backup, hash_of(backup))
    assert list(share.iterdir()) == []


def test_a_hash_that_is_not_there_or_no_hash_is_none(backup):
    assert stated_hash(backup) == ""
    write_hash(backup, "ab" * 32)
    assert stated_hash(backup) == "ab" * 32


@pytest.mark.django_db(transaction=True)
def test_the_nightly_backup_is_copied_and_a_failure_is_tried_again(share, monkeypatch):
    cast = make_cast("yunchuan", "云川区")
    cast.bureau.created_at = NIGHT - timedelta(days=7)
    cast.bureau.save(update_fields=["created_at"])
    share.rmdir()

    monkeypatch.setattr(clock, "real_now", lambda: NIGHT)
    assert runs.turn(NIGHT) == 1
    first = BackupRun.objects.get()
    share.mkdir()
    monkeypatch.setattr(clock, "real_now", lambda: NIGHT + timedelta(minutes=5))
    runs.turn(NIGHT)
    soon = BackupRun.objects.get()
    monkeypatch.setattr(clock, "real_now", lambda: NIGHT + timedelta(minutes=11))
    runs.turn(NIGHT)
    later = BackupRun.objects.get()

    assert (first.copied_at, "没有挂上" in first.copy_failure) == (None, True)
    assert follow_up.last_copy_failure() == ""
    assert soon.copied_at is None
    assert (later.copied_at is None, later.copy_failure) == (False, "")
    assert len(list(share.glob("*.tar.gz"))) == 1


@pytest.mark.django_db(transaction=True)
def test_each_backup_of_days_without_the_share_is_copied_when_it_is_back(
    backup, share, tmp_path
):
    share.rmdir()
    for number in range(3):
        path = tmp_path / f"night-{number}.tar.gz"
        path.write_bytes(backup.read_bytes() + bytes([number]))
        BackupRun.objects.create(
            requested_at=NIGHT,
            started_at=NIGHT,
            finished_at=NIGHT,
            path=str(path),
            sha256=hash_of(path),
            machine=follow_up.this_machine(),
        )
    (tmp_path / "night-0.tar.gz").unlink()  # newer ones drove it out
    for minute in range(9):
        follow_up.copy_what_has_none(NIGHT + timedelta(minutes=minute))
    failed = BackupRun.objects.exclude(copy_failure="").count()

    share.mkdir()
    for minute in range(10, 13):
        follow_up.copy_what_has_none(NIGHT + timedelta(minutes=minute))

    assert failed == 1, "what is not there is asked once"
    copies = sorted(path.name for path in share.glob("*.tar.gz"))
    assert copies == ["night-1.tar.gz", "night-2.tar.gz"]
    assert BackupRun.objects.filter(copied_at=None).count() == 1
