"""A backup from before an erasure: restored, it opens nothing that was destroyed since."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import timedelta

import pytest
from django.db import transaction

from huiying.base.audit.anchors import Anchor
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import day_heads
from huiying.base.audit.subjects import MACHINE
from huiying.base.files import ciphers, destroyed_list, store
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.ciphers import KEY_BYTES
from huiying.base.files.destroyed_list import complete_list, list_path, read_list
from huiying.base.files.models import DestroyedKey, StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.base.search.models import SearchDocument
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.restoring import restore
from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.jobs.upkeep.record_check import check_bureau, freeze_heads
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.petitions.core.sealed_texts import open_original
from huiying.work.petitions.petitions.queries import find_by_code
from tests.base.files.keeping import kept
from tests.factories import T0, make_cast
from tests.jobs.backup.test_archive import empty, members
from tests.scenarios.petitions import (
    QUEUE_TEXT,
    accepted,
    forward,
    moved_to_accusations,
    opened,
    register,
    submit,
)
from tests.work.closing.archive.steps import a_closed_matter, filed
from tests.work.closing.dossiers.steps import made
from tests.work.petitions.erasure.steps import erased, settled_with_all

pytestmark = pytest.mark.django_db(transaction=True)
ACCUSING = "窗口那位每次都先给熟人办，还让人带东西去他家。"


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def cast(db):
    cast = make_cast("yunchuan", "云川区")
    adopt_default(bureau=cast.bureau, now=T0)
    return cast


@pytest.fixture
def old(cast, tmp_path):
    """A backup in which a settled petition can be opened still; then it was erased."""
    petition, _code = settled_with_all(cast)
    path = tmp_path / "old.tar.gz"
    back_up(target=path)
    erased(cast, petition)
    return path


def erase(row: StoredFile) -> None:
    erase_file(file=row, reason="依法销毁", topic="", actor=MACHINE, now=T0)


def test_a_petition_erased_since_cannot_be_opened_in_a_restored_backup(cast, old):
    empty()

    done = restore(source=old)

    petition = Petition.objects.get()
    assert petition.data_key is petition.original is None
    assert petition.title == petition.text == ""
    assert petition.stage == "ERASED"
    assert not Supplement.objects.exclude(text="", data_key=None, original=None).exists()
    assert open_file(petition.files.get().file).state == FileState.ERASED
    assert (done.destroyed.petitions, done.destroyed.files) == (1, 1)
    assert done.destroyed.beside_data


def test_the_record_of_the_restored_installation_holds_and_says_it(cast, old):
    empty()

    restore(source=old)

    bureau = cast.bureau.pk
    assert check_bureau(bureau).holds
    last = AuditRecord.objects.get(verb="petition.erased")
    assert last.actor == MACHINE.ref


def test_the_same_backup_without_the_list_opens_and_says_that_there_was_none(
    cast, old, tmp_path, settings
):
    """Why the list must be taken along to another machine."""
    empty()
    settings.DATA_DIR = tmp_path / "new machine"

    done = restore(source=old)

    assert not done.destroyed.beside_data
    petition = Petition.objects.get()
    opened = open_original(
        petition.bureau_id, petition.data_key, petition.original, petition.number
    )
    assert opened.text == QUEUE_TEXT


@pytest.mark.parametrize("named", ["list", "newer backup"])
def test_a_new_machine_takes_the_list_that_is_named(cast, old, tmp_path, settings, named):
    path = tmp_path / "taken.jsonl"
    if named == "list":
        shutil.copy(list_path(), path)
    else:
        back_up(target=path)
    empty()
    settings.DATA_DIR = tmp_path / "new machine"

    done = restore(source=old, destroyed=path)

    assert done.destroyed.petitions == 1
    assert done.destroyed.beside_data
    assert Petition.objects.get().data_key is None
    assert {one.kind for one in read_list().entries} == {"petition", "file"}


def test_files_erased_since_are_destroyed_again_and_their_bytes_go(cast, tmp_path):
    gone, there = kept(cast), kept(cast)
    back_up(target=tmp_path / "b.tar.gz")
    erase(gone)
    empty()

    done = restore(source=tmp_path / "b.tar.gz")

    assert done.destroyed.files == 1
    assert open_file(StoredFile.objects.get(number=gone.number)).state == FileState.ERASED
    assert store.get(gone.blob) is None
    assert open_file(StoredFile.objects.get(number=there.number)).state == FileState.WHOLE
    assert check_bureau(cast.bureau.pk).holds


def test_a_petition_that_was_open_in_the_backup_is_erased_with_its_period(cast, tmp_path):
    petition, code = settled_with_all(cast)
    other = accepted(cast)
    back_up(target=tmp_path / "b.tar.gz")
    erased(cast, petition)
    empty()

    restore(source=tmp_path / "b.tar.gz")

    assert find_by_code(cast.bureau, code) is None
    assert Petition.objects.get(number=other.number).erased_at is None


# Moved to the accusations ---------------------------------------------------------------------


@pytest.fixture
def moved(cast, tmp_path):
    """A backup in which an accusation is a petition still; then an officer saw what it is."""
    receipt = submit(cast, ACCUSING)
    forward(cast, register(cast, receipt.row))
    path = tmp_path / "before.tar.gz"
    back_up(target=path)
    moved_to_accusations(cast, receipt.row)
    empty()
    return receipt, path


def test_an_accusation_does_not_come_back_as_a_petition(cast, moved):
    receipt, path = moved

    done = restore(source=path)

    assert (done.destroyed.moved, done.destroyed.petitions) == (1, 0)
    petition = Petition.objects.get()
    assert petition.data_key is petition.original is petition.competent_id is None
    assert petition.title == petition.text == ""
    accusation = find_by_code(cast.bureau, receipt.code)
    assert opened(accusation).text == ACCUSING
    assert not SearchDocument.objects.filter(kind="petition").exists()
    assert check_bureau(cast.bureau.pk).holds


def test_what_the_key_of_the_machine_does_not_open_is_named(cast, moved, monkeypatch):
    _receipt, path = moved
    monkeypatch.setattr(ciphers, "_derived", lambda *given: bytes(KEY_BYTES[given[2]]))

    done = restore(source=path)

    assert (done.destroyed.moved, done.destroyed.not_moved) == (0, ("XF2026-0001",))


def test_the_list_does_not_say_where_it_went(moved):
    text = list_path().read_text("utf-8")
    assert json.loads(text)["kind"] == "moved"


def test_another_petition_of_the_same_number_is_left_alone(cast, old):
    """A list of another installation names numbers that mean other petitions here."""
    entry = {"bureau": "yunchuan", "kind": "petition", "number": "XF2026-0001"}
    list_path().write_text(json.dumps(entry | {"sha256": "0" * 64}) + "\n", "utf-8")
    empty()

    assert restore(source=old).destroyed.petitions == 0


def test_damaged_lines_are_counted_and_the_others_hold(cast, old):
    with list_path().open("a", encoding="utf-8") as handle:
        handle.write('{"bureau": "yunchuan", "kin')
    empty()

    done = restore(source=old)

    assert done.destroyed.petitions == 1
    assert done.destroyed.unreadable == 1


def test_a_line_that_was_cut_off_takes_no_other_with_it(cast):
    list_path().parent.mkdir(parents=True)
    list_path().write_text('{"bureau": "yun', "utf-8")
    erase(kept(cast))

    found = read_list()
    assert (len(found.entries), found.unreadable) == (1, 1)


def test_a_list_that_cannot_be_read_restores_nothing(cast, old, tmp_path):
    empty()
    with pytest.raises(CannotBackUp):
        restore(source=old, destroyed=tmp_path / "absent")
    assert not Petition.objects.exists()


# The list -------------------------------------------------------------------------------------


def test_the_list_names_nobody_and_only_its_owner_reads_it(cast, old):
    lines = [json.loads(one) for one in list_path().read_text("utf-8").splitlines()]
    assert all(set(one) == {"bureau", "kind", "number", "sha256"} for one in lines)
    assert [one["kind"] for one in lines] == ["file", "petition"]
    assert list_path().stat().st_mode & 0o077 == 0


def test_what_a_killed_process_left_out_is_made_good_by_the_next_backup(
    cast, tmp_path, monkeypatch
):
    def full(_entries):
        raise OSError

    monkeypatch.setattr(destroyed_list, "append_entries", full)
    row = kept(cast)
    erase(row)  # the act itself does not fail
    assert read_list() is None
    monkeypatch.undo()

    back_up(target=tmp_path / "b.tar.gz")

    [entry] = read_list().entries
    assert (entry.number, entry.sha256) == (row.number, row.blob)
    assert members(tmp_path / "b.tar.gz")["destroyed-keys.jsonl"] == list_path().read_bytes()
    assert complete_list() == 0


def test_an_erasure_that_was_rolled_back_is_in_no_list(cast):
    row = kept(cast)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        erase(row)
        raise ZeroDivisionError
    assert read_list() is None
    assert not DestroyedKey.objects.exists()


# What was proved before -----------------------------------------------------------------------


def test_a_saved_head_and_a_dossier_of_before_still_verify(cast):
    petition, _code = settled_with_all(cast)
    dossier, _package = made(cast, filed(cast, a_closed_matter(cast)))
    before = hashlib.sha256(b"".join(DOSSIERS.read(dossier))).hexdigest()
    freeze_heads(T0 + timedelta(days=400))
    heads = [Anchor(one.day, one.hash) for one in day_heads(bureau_id=cast.bureau.pk)]
    assert heads

    erased(cast, petition)

    assert check_bureau(cast.bureau.pk, anchors=heads).holds
    after = hashlib.sha256(b"".join(DOSSIERS.read(dossier))).hexdigest()
    assert after == before == dossier.sha256
