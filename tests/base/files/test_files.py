"""Files: what is kept, what is taken out of it, and that nothing changed since."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import MAX_SIZE, check_incoming, write_file
from huiying.base.files.kinds import Kind, kind_of
from huiying.base.files.models import Retention, StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, seal
from huiying.base.files.stripping import strip_metadata
from tests.factories import T0
from tests.scenarios.tasks import PICTURE, PLACE_CHUNK, make_png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def kept(cast, data: bytes = PICTURE) -> StoredFile:
    stowed = write_file(cast.bureau.pk, check_incoming(data))
    return keep_file(
        bureau_id=cast.bureau.pk, stowed=stowed, retention=Retention.THIRTY_YEARS, now=T0
    )


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turn: int, secret: bytes = b"GPS-30.1-120.2") -> bytes:
    body = b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, turn, 0, 0)
    return segment(0xE1, b"Exif\x00\x00" + body + secret)


def jpeg(*segments: bytes, tail: bytes = b"") -> bytes:
    pixels = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(segments) + pixels + b"\xff\xd9" + tail


def packed(*names: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return body.getvalue()


# Kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PICTURE, Kind.PNG),
        (jpeg(), Kind.JPEG),
        (b"%PDF-1.7 ...", Kind.PDF),
        (packed("OFD.xml"), Kind.OFD),
        (packed("[Content_Types].xml", "word/document.xml"), Kind.DOCX),
        (packed("xl/workbook.xml"), Kind.XLSX),
        (packed("word/document.xml", "word/vbaProject.bin"), None),
        (packed("anything.txt"), None),
        (b"PK\x03\x04 cut off", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ\x90\x00", None),
        (b"GIF89a", None),
    ],
)
def test_a_kind_is_told_by_content_alone(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b"\xff\xd8\xff" + b"0" * MAX_SIZE, "20 MB"),
        (b"<html>", "只收 JPG"),
        (PICTURE[:-8], "不完整"),
        (jpeg()[:-4], "不完整"),
    ],
)
def test_what_is_not_kept_is_told_why(data, why):
    with pytest.raises(Refused, match=why):
        check_incoming(data)


# What a camera writes into a picture ----------------------------------------------------------


def test_place_and_device_go_from_a_png():
    assert PLACE_CHUNK in PICTURE
    assert check_incoming(PICTURE).data == make_png()


def test_place_and_comments_go_from_a_jpeg_and_its_pixels_stay():
    dirty = jpeg(
        exif(1), segment(0xFE, b"by somebody"), segment(0xED, b"IPTC"), tail=b"\xff\xd8second"
    )

    assert strip_metadata(dirty, Kind.JPEG) == jpeg()


def test_a_jpeg_stays_turned_the_right_way_and_keeps_its_colours():
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01...")
    clean = strip_metadata(jpeg(exif(6), colours), Kind.JPEG)

    assert b"GPS" not in clean
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in clean
    assert colours in clean
    assert strip_metadata(clean, Kind.JPEG) == clean


# Keeping --------------------------------------------------------------------------------------


def test_a_file_lies_encrypted_and_comes_back_whole(yunchuan):
    row = kept(yunchuan)
    lying = store.path_of(row.blob).read_bytes()

    assert make_png() not in lying
    assert hashlib.sha256(lying).hexdigest() == row.blob
    assert open_file(row).data == make_png()
    assert row.sha256 == hashlib.sha256(make_png()).hexdigest()
    assert row.number == "F2026-0001"


def test_the_same_file_twice_has_two_keys(yunchuan):
    one, other = kept(yunchuan), kept(yunchuan)

    assert one.sha256 == other.sha256
    assert one.blob != other.blob


def test_a_byte_that_changed_is_found(yunchuan):
    row = kept(yunchuan)
    path = store.path_of(row.blob)
    *before, last = path.read_bytes()
    path.write_bytes(bytes([*before, last ^ 1]))

    assert open_file(row).state == FileState.MISSING


def test_a_file_that_disappeared_is_found(yunchuan):
    row = kept(yunchuan)
    store.drop(row.blob)

    assert open_file(row).state == FileState.MISSING


def test_another_secret_opens_nothing(yunchuan, settings):
    row = kept(yunchuan)
    settings.SECRET_KEY = "another"

    assert open_file(row).state == FileState.LOCKED


def test_a_key_of_one_bureau_opens_nothing_of_another():
    sealed = seal(1, b"plain")

    assert open_sealed(1, sealed) == b"plain"
    with pytest.raises(CannotOpen):
        open_sealed(2, sealed)
    with pytest.raises(CannotOpen):
        open_sealed(1, Sealed(sealed.key, sealed.body[:-1] + b"?"))


def test_an_address_leads_nowhere_else():
    with pytest.raises(ValueError, match="etc"):
        store.path_of("../../etc/passwd")


# Erasing --------------------------------------------------------------------------------------


def test_erasing_destroys_the_key_and_the_record_stays(
    yunchuan, django_capture_on_commit_callbacks
):
    row = kept(yunchuan)
    copy = store.path_of(row.blob).read_bytes()

    with django_capture_on_commit_callbacks(execute=True):
        erase_file(file=row, reason="误传", topic="incident:1", actor=MACHINE, now=T0)

    assert open_file(row).state == FileState.ERASED
    assert not store.path_of(row.blob).exists()
    store.put(copy)  # a copy from elsewhere says nothing without the key
    assert open_file(row).state == FileState.ERASED
    said = AuditRecord.objects.get(verb="file.erased").data
    assert said == {"hash": row.sha256, "reason": "误传"}
    with pytest.raises(Refused, match="已经销毁"), transaction.atomic():
        erase_file(file=row, reason="误传", topic="", actor=MACHINE, now=T0)
