"""Files in a backup: every one that still has its key, none that was erased, no damaged one."""

from __future__ import annotations

import io
import tarfile
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.files import store
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.folder_store import PART
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.restoring import restore
from huiying.jobs.upkeep.check_files import check_files
from tests.base.files.keeping import kept
from tests.factories import T0, make_cast
from tests.jobs.backup.test_archive import empty, members
from tests.scenarios.tasks import make_png
from tests.stored_files import path_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def cast(db):
    return make_cast("yunchuan", "云川区")


def test_a_file_comes_back_with_its_rows(cast, tmp_path, settings):
    kept(cast)
    done = back_up(target=tmp_path / "b.tar.gz")
    empty()
    settings.DATA_DIR = tmp_path / "elsewhere"

    restore(source=tmp_path / "b.tar.gz")

    assert done.missing == 0
    assert open_file(StoredFile.objects.get()).data == make_png()


def test_an_erased_file_is_in_no_later_backup(cast, tmp_path):
    row = kept(cast)
    body = path_of(row.blob).read_bytes()
    erase_file(file=row, reason="误传", topic="", actor=MACHINE, now=T0)
    store.put(body)  # somebody put the bytes back

    back_up(target=tmp_path / "b.tar.gz")

    assert f"files/{row.blob}" not in members(tmp_path / "b.tar.gz")


def test_a_missing_file_does_not_stop_a_backup_and_is_counted(cast, tmp_path):
    gone, there = kept(cast), kept(cast)
    store.drop(gone.blob)

    done = back_up(target=tmp_path / "b.tar.gz")

    assert done.missing == 1
    assert f"files/{there.blob}" in members(tmp_path / "b.tar.gz")


def test_a_damaged_file_in_a_backup_is_refused(cast, tmp_path):
    row = kept(cast)
    path = tmp_path / "b.tar.gz"
    back_up(target=path)
    parts = members(path) | {f"files/{row.blob}": b"another"}
    with tarfile.open(path, "w:gz") as archive:
        for name, body in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    empty()

    with pytest.raises(CannotBackUp, match="已损坏"):
        restore(source=path)

    assert not StoredFile.objects.exists()


# Looking after them ---------------------------------------------------------------------------


def test_a_file_that_disappeared_is_noted_once_and_forgiven_when_it_is_back(cast):
    row = kept(cast)
    body = path_of(row.blob).read_bytes()
    store.drop(row.blob)

    for hour in range(2):
        check_files(T0 + timedelta(hours=hour))
    row.refresh_from_db()
    assert row.broken_at == T0
    assert AuditRecord.objects.filter(verb="file.missing").count() == 1

    store.put(body)
    check_files(T0 + timedelta(hours=2))
    row.refresh_from_db()
    assert row.broken_at is None
    assert open_file(row).state == FileState.WHOLE


def test_what_nobody_kept_is_swept_away_after_a_day(cast):
    row = kept(cast)
    orphan = store.put(b"of an act that was refused")

    check_files(T0 - timedelta(days=400))  # written just now: still young
    assert store.get(orphan) is not None
    check_files(T0 + timedelta(days=4000))

    assert store.get(orphan) is None
    assert store.get(row.blob) is not None


def test_what_a_killed_upload_had_written_is_swept_away_after_a_day(cast):
    row = kept(cast)
    part = path_of(row.blob).with_name(f"{PART}killed")
    part.write_bytes(b"half of it")

    check_files(T0 - timedelta(days=400))  # an upload may be writing it
    assert part.exists()
    check_files(T0 + timedelta(days=4000))

    assert not part.exists()
    assert store.get(row.blob) is not None


def test_looking_changes_nothing_of_what_is_whole(cast):
    row = kept(cast)

    check_files(T0)

    row.refresh_from_db()
    assert row.broken_at is None
    assert row.checked_at == T0
