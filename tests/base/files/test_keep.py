"""A file is kept encrypted and numbered, and that it changed is found."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from huiying.base.files import store
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention, StoredFile
from huiying.base.files.queries import FileState, open_file
from tests.base.files.keeping import kept
from tests.factories import T0
from tests.scenarios.tasks import PICTURE, make_png
from tests.stored_files import path_of

pytestmark = pytest.mark.django_db


def test_a_file_lies_encrypted_and_comes_back_whole(yunchuan):
    row = kept(yunchuan)
    lying = path_of(row.blob).read_bytes()

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
    path = path_of(row.blob)
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


def test_files_are_numbered_by_bureau_and_local_year(yunchuan, linxi):
    def number(cast, now):
        written = write_file(cast.bureau.pk, check_incoming(PICTURE))
        row = keep_file(
            bureau_id=cast.bureau.pk, written=written, retention=Retention.THIRTY_YEARS, now=now
        )
        return row.number

    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # midnight in 云川

    assert [number(yunchuan, T0), number(yunchuan, T0)] == ["F2026-0001", "F2026-0002"]
    assert number(linxi, T0) == "F2026-0001"
    assert number(yunchuan, new_year) == "F2027-0001"


def test_a_file_is_kept_with_its_kind_size_and_for_how_long(yunchuan):
    row = StoredFile.objects.get(pk=kept(yunchuan).pk)

    assert (row.kind, row.size, row.stored_at) == ("png", len(make_png()), T0)
    assert row.retention == Retention.THIRTY_YEARS
    assert row.bureau == yunchuan.bureau
