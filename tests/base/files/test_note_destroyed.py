"""A destroyed key is noted once, in a row that stays and in the list after the commit."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiying.base.files.actions.note_destroyed import note_destroyed
from huiying.base.files.destroyed_list import (
    DestroyedEntry,
    complete_list,
    list_path,
    read_entries,
    read_list,
)
from huiying.base.files.models import DestroyedKey
from tests.factories import T0

pytestmark = pytest.mark.django_db
MARK = "a" * 64


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def note(cast, mark=MARK):
    return note_destroyed(
        bureau=cast.bureau, kind="petition", number="XF2026-0001", sha256=mark, now=T0
    )


def test_the_line_follows_the_commit(yunchuan, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        note(yunchuan)
        assert read_list() is None

    entry = DestroyedEntry("yunchuan", "petition", "XF2026-0001", MARK)
    assert read_list().entries == {entry}


def test_noted_twice_it_is_one(yunchuan):
    assert note(yunchuan) == note(yunchuan)
    assert complete_list() == 1
    assert complete_list() == 0


def test_an_empty_list_is_made_so_that_its_absence_means_a_new_machine(yunchuan):
    assert complete_list() == 0
    assert list_path().read_bytes() == b""


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "1", '{"bureau": "x"}', '{"bureau":1,"kind":"","number":"","sha256":""}'],
)
def test_a_line_that_is_no_entry_is_counted(line):
    found = read_entries(f"{line}\n\n")
    assert (found.entries, found.unreadable) == (frozenset(), 1)


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_forget_one(yunchuan, how):
    row = DestroyedKey.objects.filter(pk=note(yunchuan).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(sha256="b" * 64) if how == "update" else row._raw_delete(row.db)
