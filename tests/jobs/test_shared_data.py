"""A machine that lacks the key or the files of the installation works on nothing."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.files import store
from huiying.base.files.queries import FileState, open_file
from huiying.jobs import scheduler
from huiying.jobs.backup import runs
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.models import BackupRun
from huiying.jobs.shared_data import adopt_key, lacking, register_installation
from huiying.jobs.upkeep.adopt import adopt_this_machine
from huiying.jobs.upkeep.check_files import check_files
from huiying.work.collection.posts.voice_keys import voice_hasher_of
from tests.base.files.keeping import kept
from tests.factories import T0

YEARS = timedelta(days=4000)


@pytest.fixture
def data(settings, tmp_path):
    """A machine whose key and files are the installation's."""
    settings.DATA_DIR = tmp_path / "data"
    settings.BACKUP_DIR = str(tmp_path / "kept")
    return settings.DATA_DIR


@pytest.fixture
def file(yunchuan, data):
    register_installation()
    return kept(yunchuan)


@pytest.fixture
def elsewhere(file, settings, tmp_path):
    """Look at the same database from a machine with a data folder of its own."""
    settings.DATA_DIR = tmp_path / "another"
    store.put(b"what this machine wrote")
    return settings.DATA_DIR


def test_a_new_installation_lacks_nothing_and_marks_its_folder(db, data):
    assert lacking() == ""
    register_installation()

    assert lacking() == ""
    assert (data / "files" / ".installation").is_file()


def test_a_machine_with_a_folder_of_its_own_is_told_what_to_share(elsewhere):
    sentence = lacking()

    assert f"没有这个安装的文件：{elsewhere / 'files'}" in sentence
    assert "HUIYING_DATA_DIR" in sentence


def test_a_machine_with_a_key_of_its_own_is_told_so_before_anything_is_sealed(
    db, data, settings
):
    register_installation()
    settings.SECRET_KEY = "another long one that nobody guesses"

    assert "密钥不是这个安装的" in lacking()
    assert settings.SECRET_KEY not in lacking()


def test_an_older_installation_is_known_by_its_newest_key_and_file(
    yunchuan, data, settings, now
):
    row = kept(yunchuan)
    assert lacking() == ""

    with_key, settings.SECRET_KEY = settings.SECRET_KEY, "another long one that nobody guesses"
    assert "密钥不是这个安装的" in lacking()
    settings.SECRET_KEY = with_key
    voice_hasher_of(yunchuan.bureau.pk, now)
    assert lacking() == ""
    store.drop(row.blob)
    assert "最新收下的文件不在" in lacking()


def test_a_copy_of_the_folder_that_is_behind_is_noticed(
    file, data, settings, tmp_path, yunchuan
):
    shutil.copytree(data, tmp_path / "copied once")
    newer = kept(yunchuan)
    settings.DATA_DIR = tmp_path / "copied once"

    assert store.get(file.blob) is not None
    assert store.get(newer.blob) is None
    assert "最新收下的文件不在" in lacking()


def test_no_file_is_recorded_as_missing_where_the_folder_is_not(file, elsewhere):
    (own,) = (blob for blob in store.lying(before=T0 + YEARS))

    assert check_files(T0 + YEARS) == 0

    file.refresh_from_db()
    assert (file.broken_at, file.checked_at) == (None, None)
    assert not AuditRecord.objects.filter(verb="file.missing").exists()
    assert store.get(own) is not None, "nothing is swept either"


def test_no_file_is_recorded_as_missing_by_a_process_from_before_a_new_key(file, settings):
    register_installation()
    adopt_key("n" * 50)
    settings.SECRET_KEY = "of the process that began before"

    assert check_files(T0) == 0

    file.refresh_from_db()
    assert file.broken_at is None


def test_a_file_that_is_lost_where_the_folder_is_still_is_recorded(file):
    store.drop(file.blob)

    assert check_files(T0) == 1


def test_no_half_backup_is_made_where_the_files_are_not(elsewhere, tmp_path, yunchuan):
    with pytest.raises(CannotBackUp, match="没有这个安装的文件"):
        back_up(target=tmp_path / "b.tar.gz")
    run = runs.request_backup(officer=yunchuan.admin)

    assert runs.turn(T0) == 0

    assert not (tmp_path / "b.tar.gz").exists()
    run.refresh_from_db()
    assert (run.started_at, run.failure) == (None, ""), "it is left to who has the files"
    assert BackupRun.objects.count() == 1


def test_workers_do_not_begin_without_the_files(elsewhere, caplog, monkeypatch):
    monkeypatch.setattr(scheduler.connection, "close", lambda: None)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_: None)

    assert scheduler.run_forever(frozenset({"nothing"})) == scheduler.UNFIT
    assert "没有这个安装的文件" in caplog.text


def test_who_says_that_all_else_is_lost_goes_on_and_it_is_recorded(
    file, elsewhere, settings, yunchuan, now
):
    voice_hasher_of(yunchuan.bureau.pk, now)
    settings.SECRET_KEY = "another long one that nobody guesses"

    done = adopt_this_machine()

    assert (done.files, done.keys) == (1, 1)
    assert lacking() == ""
    verbs = set(AuditRecord.objects.values_list("verb", flat=True))
    assert {"file.missing", "voice_key.destroyed"} <= verbs
    assert open_file(kept(yunchuan)).state == FileState.WHOLE
