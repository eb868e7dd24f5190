"""Export, load, export again: the same tables byte by byte, on either database and across."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.db import connection

from huiying.base.accounts.core.models import Unit
from huiying.base.audit.models import AuditRecord
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.base.search.documents import find
from huiying.jobs import clock
from huiying.jobs.backup.encryption import make_key
from huiying.jobs.data_export import description, writing
from huiying.jobs.data_export.errors import CannotExport
from huiying.jobs.data_export.loading import load_data
from huiying.jobs.data_export.writing import export_data, exported_tables
from huiying.jobs.database_tables.tables import database_tables
from huiying.work.collection.posts.models import VoiceKey
from tests.factories import make_cast
from tests.jobs.data_export.exports import empty, members, tables_in
from tests.query_plans import count_rows, counted
from tests.scenarios.incidents import restart_workers
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = pytest.mark.django_db(transaction=True)
CHAIN = {"audit_auditrecord", "audit_audithead"}
"""That an export began and that one was loaded is written here."""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    restart_workers()


@pytest.fixture
def house(db, tmp_path):
    """A bureau in the middle of its work."""
    return make_sample_bureau(make_cast("yunchuan", "云川区"), clock.real_now(), tmp_path)


@pytest.fixture
def small(db):
    """A bureau with people, and no work yet."""
    return make_cast("yunchuan", "云川区")


def verbs() -> list[str]:
    rows = AuditRecord.objects.filter(bureau_ref__gt=0).order_by("pk")
    return list(rows.values_list("verb", flat=True))


# There and back -------------------------------------------------------------------------------


def test_what_is_exported_and_loaded_is_exported_the_same_again(house, tmp_path):
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    done = export_data(target=first)
    empty()

    back = load_data(source=first)
    export_data(target=second)

    before, after = tables_in(first), tables_in(second)
    assert (back.rows, back.tables, back.files) == (done.rows, done.tables, done.files)
    assert before.keys() == after.keys()
    assert [name for name in before if name not in CHAIN and before[name] != after[name]] == []
    assert after["audit_auditrecord"].startswith(before["audit_auditrecord"])
    assert verbs()[-3:] == [
        "installation.loaded",
        "installation.export_began",
        "installation.exported",
    ]
    assert len([body for body in before.values() if body]) > 60, "a full house"
    assert back.counters == ()
    row = StoredFile.objects.filter(data_key__isnull=False).first()
    assert row is not None
    assert open_file(row).state == FileState.WHOLE
    assert find(bureau_id=house.cast.bureau.pk, phrase="自来水").refs


def test_what_was_loaded_is_counted_at_once(house, tmp_path):
    export_data(target=tmp_path / "1.zip")
    empty()
    count_rows()
    assert counted("files_storedfile") == 0

    load_data(source=tmp_path / "1.zip")

    assert counted("files_storedfile") == StoredFile.objects.count() > 0


def test_a_load_leaves_half_of_the_locks_that_postgresql_comes_with(house, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock")
    export_data(target=tmp_path / "1.zip")
    empty()
    held = []

    load_data(source=tmp_path / "1.zip", on_step=lambda _step: held.append(locks_held()))

    assert 200 < max(held) < 64 * 100 / 2, "each index of each table, and nothing for each key"


def locks_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()")
        return cursor.fetchone()[0]


def test_an_export_goes_from_one_database_to_the_other_and_back(house, tmp_path):
    """The other one is SQLite; the tests of PostgreSQL make it a way between the two."""
    first, there, back = (tmp_path / f"{number}.zip" for number in (1, 2, 3))
    export_data(target=first)
    other = tmp_path / "other"
    (tmp_path / "base").mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
        "HUIYING_TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'base' / 'own.sqlite3'}",
    }
    command = f"""
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.db import connection
settings.DATA_DIR = Path({str(other)!r})
settings.SECRET_KEY = {settings.SECRET_KEY!r}
from tests.tables import make_tables
make_tables()
from huiying.jobs.data_export.loading import load_data
from huiying.jobs.data_export.writing import export_data
load_data(source=Path({str(first)!r}))
export_data(target=Path({str(there)!r}))
"""
    subprocess.run([sys.executable, "-c", command], env=environment, check=True)  # noqa: S603
    empty()

    load_data(source=there)
    export_data(target=back)

    before = tables_in(first)
    for path in (there, back):
        after = tables_in(path)
        differing = [name for name in before if before[name] != after[name]]
        assert set(differing) <= CHAIN, path.name
        assert after["audit_auditrecord"].startswith(before["audit_auditrecord"])


def test_the_folder_that_an_export_was_unpacked_into_is_loaded_as_well(small, tmp_path):
    export_data(target=tmp_path / "e.zip")
    with zipfile.ZipFile(tmp_path / "e.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    empty()

    assert load_data(source=tmp_path / "unpacked").rows > 10


def test_new_rows_take_numbers_behind_the_highest_that_was_ever_given(small, tmp_path):
    gone = Unit.objects.create(bureau=small.bureau, name="临时科室")
    highest = gone.pk
    gone.delete()
    export_data(target=tmp_path / "e.zip")
    empty()

    load_data(source=tmp_path / "e.zip")

    assert Unit.objects.create(bureau=small.bureau, name="新科室").pk == highest + 1


def test_an_encrypted_export_opens_with_its_private_key_alone(small, tmp_path, settings):
    public = make_key(tmp_path / "key.txt")
    settings.BACKUP_RECIPIENTS = [public]
    done = export_data(target=tmp_path / "e.zip.age")
    empty()

    assert done.encrypted
    assert "云川区".encode() not in (tmp_path / "e.zip.age").read_bytes()
    assert load_data(source=tmp_path / "e.zip.age", key=tmp_path / "key.txt").rows == done.rows


# What is in it --------------------------------------------------------------------------------


def test_every_table_is_in_it_or_is_named_as_left_out(small, tmp_path):
    export_data(target=tmp_path / "e.zip")

    said = members(tmp_path / "e.zip")["README.txt"].decode()
    in_it = set(tables_in(tmp_path / "e.zip"))
    for table in database_tables():
        assert (table.name in in_it) != (f"{table.name}：" in said), table.name


def test_a_stranger_finds_every_table_and_field_described(small, tmp_path):
    export_data(target=tmp_path / "e.zip")

    parts = members(tmp_path / "e.zip")
    fields = list(csv.DictReader(io.StringIO(parts["fields.csv"].decode("utf-8-sig"))))
    tables = list(csv.DictReader(io.StringIO(parts["tables.csv"].decode("utf-8-sig"))))
    named = {(row["table"], row["field"]) for row in fields}
    for name, body in tables_in(tmp_path / "e.zip").items():
        for line in body.splitlines()[:1]:
            assert {(name, key) for key in json.loads(line)} <= named
    assert {row["table"] for row in tables} == set(tables_in(tmp_path / "e.zip"))
    assert all(row["about"] for row in tables)
    by_name = {(row["table"], row["field"]): row for row in fields}
    assert by_name["accounts_officer", "unit_id"]["refers_to"] == "accounts_unit"
    assert "PENDING=" in by_name["signoff_signoffrequest", "decision"]["choices"]
    assert by_name["petitions_petition", "original"]["sealed"] == "yes"
    assert by_name["collection_post", "text"]["sealed"] == "no"


def test_no_key_of_the_installation_is_in_an_export(house, tmp_path):
    assert VoiceKey.objects.filter(key__isnull=False).exists()
    export_data(target=tmp_path / "e.zip")

    for name, body in members(tmp_path / "e.zip").items():
        assert settings.SECRET_KEY.encode() not in body, name
    lines = tables_in(tmp_path / "e.zip")["collection_voicekey"].splitlines()
    assert [json.loads(line)["key"] for line in lines] == [None] * len(lines)


def test_bytes_that_are_not_sealed_are_named_one_by_one():
    plain = {
        f"{table.name}.{column.name}"
        for table in exported_tables()
        for column in table.columns
        if column.kind == "BinaryField" and not description.is_sealed(table.name, column.name)
    }

    assert plain == {
        "audit_commitmentkey.key",  # salts of proofs; the records lie beside it
        "audit_dayroot.leaves",  # hashes
        "audit_headtimestamp.token",  # signed by an authority, public
        "collection_deletedkey.digest",
        "collection_delivery.digest",
        "collection_misseditem.digest",
        "collection_post.voice",  # a keyed hash; its key is in no export
        "collection_postkey.digest",
        "learning_enginesnapshot.blob",  # counts of words
        "learning_routingversion.blob",
    }


# It is whole, or it is not there --------------------------------------------------------------


def test_a_full_disk_is_said_and_leaves_no_file(small, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing, "_write_files", full)

    with pytest.raises(CannotExport, match="磁盘满了"):
        export_data(target=tmp_path / "e.zip")

    assert not list(tmp_path.glob("*e.zip*"))
    assert not list(tmp_path.glob(".export-*"))
    assert verbs()[-1] == "installation.export_began", "the attempt stays in the record"


def test_an_export_that_is_there_is_not_replaced_unasked(small, tmp_path):
    (tmp_path / "e.zip").write_bytes(b"mine")

    with pytest.raises(CannotExport, match="已存在"):
        export_data(target=tmp_path / "e.zip")

    assert (tmp_path / "e.zip").read_bytes() == b"mine"
    assert export_data(target=tmp_path / "e.zip", replace=True).rows


def test_a_machine_without_the_key_exports_nothing(small, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "has_key", lambda: False)

    with pytest.raises(CannotExport):
        export_data(target=tmp_path / "e.zip")

    assert not (tmp_path / "e.zip").exists()
