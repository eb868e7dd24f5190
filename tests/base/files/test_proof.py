"""Stored files are those that the record says were kept."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention, StoredFile
from huiying.base.files.proof import RECORDED, file_differences, record_earlier_files
from tests.factories import T0
from tests.scenarios.tasks import PICTURE
from tests.stored_files import path_of
from tests.tampering import tamper, triggers_dropped

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def kept(cast) -> StoredFile:
    written = write_file(cast.bureau.pk, check_incoming(PICTURE))
    return keep_file(
        bureau_id=cast.bureau.pk, written=written, retention=Retention.THIRTY_YEARS, now=T0
    )


def erase(file) -> None:
    erase_file(file=file, reason="依法销毁", topic="", actor=MACHINE, now=T0)


def differences(cast, *, read=True):
    found = file_differences(cast.bureau.pk, read=read)
    return [(one.code.removeprefix("record.file_"), one.params["ref"]) for one in found]


def test_files_that_were_kept_and_erased_agree(yunchuan):
    kept(yunchuan)
    erase(kept(yunchuan))

    assert differences(yunchuan) == []


def test_bytes_that_were_changed_on_disk_are_named(yunchuan):
    file = kept(yunchuan)
    path = path_of(file.blob)
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert differences(yunchuan, read=False) == []
    assert differences(yunchuan) == [("unreadable", file.number)]


@pytest.mark.parametrize(("whose_hash", "code"), [(0, "unreadable"), (1, "hash_differs")])
def test_another_file_that_was_put_in_its_place_is_named(yunchuan, whose_hash, code):
    """Whoever has the secret can encrypt other bytes and point the row at them."""
    file = kept(yunchuan)
    other = write_file(yunchuan.bureau.pk, check_incoming(PAPER))
    hashes = (file.sha256, other.sha256)
    with triggers_dropped():
        StoredFile.objects.filter(pk=file.pk).update(
            blob=other.blob, data_key=other.key, sha256=hashes[whose_hash]
        )

    assert differences(yunchuan) == [(code, file.number)]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE files_storedfile SET sha256 = blob", "hash_differs"),
        (
            "UPDATE files_storedfile SET data_key = NULL, erased_at = stored_at",
            "erasure_not_recorded",
        ),
        ("DELETE FROM files_storedfile", "missing"),
    ],
)
def test_what_was_changed_in_the_database_is_named(yunchuan, sql, code):
    file = kept(yunchuan)

    tamper(sql)

    assert differences(yunchuan) == [(code, file.number)]


def test_a_file_that_came_back_after_its_destruction_is_named(yunchuan):
    file = kept(yunchuan)
    key = bytes(file.data_key)
    erase(file)
    with triggers_dropped():
        StoredFile.objects.filter(pk=file.pk).update(data_key=key, erased_at=None)

    assert differences(yunchuan, read=False) == [("not_erased", file.number)]


def test_a_file_that_no_act_kept_is_named(yunchuan):
    record_earlier_files(yunchuan.bureau.pk, T0)
    file = kept(yunchuan)
    tamper("DELETE FROM audit_auditrecord WHERE verb = 'file.kept'")

    assert differences(yunchuan) == [("not_recorded", file.number)]
    assert not record_earlier_files(yunchuan.bureau.pk, T0), "once in a bureau's life"
    assert differences(yunchuan) == [("not_recorded", file.number)]


def test_files_from_before_their_records_are_recorded_together(yunchuan):
    files = [kept(yunchuan), kept(yunchuan)]
    with triggers_dropped():  # as an earlier release left them
        AuditRecord.objects.filter(verb="file.kept").delete()
    assert record_earlier_files(yunchuan.bureau.pk, T0)

    (together,) = AuditRecord.objects.filter(verb=RECORDED)
    assert together.data == {"hashes": {file.number: file.sha256 for file in files}}
    assert differences(yunchuan) == []
