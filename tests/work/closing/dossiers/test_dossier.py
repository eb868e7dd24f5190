"""A dossier: everything of the matter once, with hashes; nothing of what is kept back."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import shutil
from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.record import record
from huiying.base.db.job_rows import JobFailure, JobState
from huiying.base.errors import Refused
from huiying.base.files.sealed_stream import PIECE, SealedWriter, read_sealed
from huiying.base.files.sealing import CannotOpen
from huiying.base.files.store import drop
from huiying.jobs import clock
from huiying.jobs.upkeep import made_files
from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.policy.core.hashing import hash_of_text
from huiying.work.casework.references.models import Reference
from huiying.work.closing.dossiers import package as package_module
from huiying.work.closing.dossiers.actions.hand_out import hand_out
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.dossiers.withheld import MARK
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.models import Release
from tests.factories import T0
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed
from tests.work.closing.dossiers.steps import (
    everything,
    filed_by_hand,
    index_of,
    made,
    requested,
    zip_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "dossiers"


@pytest.fixture
def filing(yunchuan):
    return filed(yunchuan, a_closed_matter(yunchuan))


def test_every_file_of_the_index_is_there_with_its_hash(yunchuan, filing):
    dossier, package = made(yunchuan, filing)

    index = index_of(package)
    listed = {row["path"]: row["sha256"] for row in index["files"]}
    assert set(package.namelist()) == {*listed, "index.json", "index.html"}
    for path, digest in listed.items():
        assert hashlib.sha256(package.read(path)).hexdigest() == digest
    assert index["archive_number"] == filing.number
    page = package.read("index.html").decode()
    assert all(digest in page for digest in listed.values())
    assert "卷内目录" in page
    whole = b"".join(DOSSIERS.read(dossier))
    assert (hashlib.sha256(whole).hexdigest(), len(whole)) == (dossier.sha256, dossier.size)


def test_it_tells_the_matter_from_its_notice_to_its_filing(yunchuan, filing):
    _dossier, package = made(yunchuan, filing)
    text = everything(package)

    for words in (
        filing.incident.title,
        "三号窗口加派一人，排队不超过二十分钟。",  # what the unit did
        "关于来访登记排队的回应",  # the answer
        "来访接待科",
        "程望舒",  # who approved
        filing.number,
    ):
        assert words in text
    titles = {row["what"] for row in index_of(package)["files"]}
    assert {"通报", "送达证明", "审批", "公开的回应", "办结条件", "审计记录", "帖文"} <= titles


def test_one_pdf_tells_the_same_without_the_lists_that_are_counted(yunchuan, filing):
    _dossier, package = made(yunchuan, filing)

    text = pdf_text(package.read("documents/dossier.pdf"))
    assert filing.number in text
    assert "三号窗口加派一人" in text
    assert "帖文" in text
    assert "全文见卷宗内posts文件" in text


def pdf_text(data):
    with pdfium.PdfDocument(data) as document:
        pages = [
            document[number].get_textpage().get_text_bounded()
            for number in range(len(document))
        ]
    return "".join("".join(pages).split())


def test_published_versions_can_be_recomputed_from_their_file(yunchuan, filing):
    _dossier, package = made(yunchuan, filing)

    [name] = [one for one in package.namelist() if one.startswith("releases/")]
    assert hash_of_text(package.read(name).decode()) == Release.objects.get().content_hash


def test_posts_are_a_table_without_authors(yunchuan, filing):
    _dossier, package = made(yunchuan, filing)

    [name] = [one for one in package.namelist() if one.endswith("posts.csv")]
    head, *rows = csv.reader(io.StringIO(package.read(name).decode("utf-8-sig")))
    events = filing.incident.events.values("event_id")
    assert len(rows) == Placement.objects.filter(event_id__in=events).count() > 0
    assert not any("作者" in one or "发帖人" in one for one in head)
    assert "网友0论坛" not in everything(package)


def test_the_address_of_a_post_names_nobody(yunchuan, filing):
    Post.objects.update(url="https://weibo.com/u/1669879400/NxAbCd?from=page_user_zhangsan")

    _dossier, package = made(yunchuan, filing)

    whole = everything(package)
    assert "https://weibo.com/u/-/NxAbCd" in whole
    assert "1669879400" not in whole
    assert "zhangsan" not in whole


def test_the_entries_of_the_record_stand_with_their_hashes(yunchuan, filing):
    _dossier, package = made(yunchuan, filing)

    [name] = [one for one in package.namelist() if one.endswith("record.csv")]
    _head, *rows = csv.reader(io.StringIO(package.read(name).decode("utf-8-sig")))
    topic = filing.incident.audit_topic
    records = AuditRecord.objects.filter(topic=topic, verb="archive.filed")
    assert records.get().hash in {row[-1] for row in rows}


@pytest.fixture
def world(yunchuan, folder):
    return make_sample_bureau(yunchuan, T0, folder.parent)


def test_withheld_passages_and_what_third_parties_own_are_nowhere_in_it(world):
    filing = filed_by_hand(world.cast, world.answered)
    kept_back = {world.withheld.passage, world.third_party.passage}
    assert all(kept_back)

    _dossier, package = made(world.cast, filing)

    text = everything(package)
    paper = pdf_text(package.read("documents/dossier.pdf"))
    for passage in kept_back:
        assert passage not in text
        assert "".join(passage.split()) not in paper
    assert "正文未列入卷宗" in text


def test_a_withheld_passage_in_any_other_text_is_taken_out(world):
    passage = world.withheld.passage
    event = world.answered.events.values_list("event_id", flat=True)[0]
    post = Placement.objects.filter(event_id=event).first().post_id
    Post.objects.filter(pk=post).update(text=f"有人说{passage}，是真的吗")

    _dossier, package = made(world.cast, filed_by_hand(world.cast, world.answered))

    assert MARK in everything(package)
    assert passage not in everything(package)


def test_who_a_reference_came_from_and_its_label_are_nowhere_in_it(world):
    references = Reference.objects.filter(incident=world.answered)
    assert references.exists()
    labels = {row.label for row in references if row.label}
    numbers = {row.number for row in references}

    _dossier, package = made(world.cast, filed_by_hand(world.cast, world.answered))

    listed = [one for one in package.namelist() if one.endswith("-references.html")]
    page = package.read(listed[0]).decode()
    assert all(number in page for number in numbers)
    assert not any(label in page for label in labels)
    for row in references:
        identity = bytes(row.identity or b"")
        assert not identity or identity.hex() not in everything(package)


def test_attached_files_lie_in_it_by_their_numbers_and_a_lost_one_is_named(world):
    cast = world.cast
    file = world.material.file
    filing = filed_by_hand(cast, world.material.entry.assignment.proposal.incident)
    dossier, package = made(cast, filing)
    [row] = [
        row
        for row in index_of(package)["files"]
        if row["path"].startswith(f"files/{file.number}")
    ]
    assert row["sha256"] == file.sha256
    assert dossier.missing == 0

    drop(file.blob)
    dossier, package = made(cast, filing)

    assert dossier.missing == 1
    [row] = [row for row in index_of(package)["files"] if file.number in row["what"]]
    assert (row["path"], row["sha256"]) == ("", file.sha256)
    assert "缺失" in row["note"]


def test_the_file_on_disk_says_nothing_without_its_key(yunchuan, filing, folder):
    dossier, _package = made(yunchuan, filing)

    body = DOSSIERS.path_of(dossier).read_bytes()

    assert b"PK\x03\x04" not in body[:64]
    assert "来访接待科".encode() not in body
    assert bytes(dossier.data_key) not in body


def test_a_full_disk_before_it_begins_is_said_and_leaves_nothing(
    yunchuan, filing, folder, monkeypatch
):
    dossier = requested(yunchuan, filing)
    usage = shutil.disk_usage("/")._replace(free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    assert DOSSIERS.turn(LATER) == 0

    dossier.refresh_from_db()
    assert (dossier.state, dossier.failure) == (JobState.FAILED, JobFailure.NO_ROOM)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OSError(errno.ENOSPC, "full"), JobFailure.NO_ROOM),
        (RuntimeError("broken"), JobFailure.NOT_WRITTEN),
    ],
)
def test_a_disk_that_fills_while_it_is_written_leaves_no_half_file(
    yunchuan, filing, folder, monkeypatch, error, failure
):
    dossier = requested(yunchuan, filing)

    def fails(_matter):
        raise error

    monkeypatch.setattr(package_module, "record_section", fails)
    assert DOSSIERS.turn(LATER) == 0

    dossier.refresh_from_db()
    assert (dossier.state, dossier.failure, dossier.data_key) == (
        JobState.FAILED,
        failure,
        None,
    )
    assert list(folder.iterdir()) == []
    with pytest.raises(Refused):
        hand_out(dossier=dossier, officer=yunchuan.shen, now=LATER)
    monkeypatch.undo()
    requested(yunchuan, filing)
    assert DOSSIERS.turn(LATER) == 1


def test_a_process_that_was_killed_leaves_no_half_file_and_the_dossier_says_so(
    yunchuan, filing, folder, monkeypatch
):
    dossier = requested(yunchuan, filing)

    class Killed(BaseException):
        pass

    def dies(*_args, **_kwargs):
        raise Killed

    monkeypatch.setattr(SealedWriter, "finish", dies)
    with pytest.raises(Killed):
        DOSSIERS.turn(LATER)
    assert [one.name.startswith(".part-") for one in folder.iterdir()] == [True]
    monkeypatch.setattr(made_files, "has_ended", lambda _name: True)

    assert DOSSIERS.turn(LATER) == 0

    dossier.refresh_from_db()
    assert (dossier.state, dossier.failure) == (
        JobState.FAILED,
        JobFailure.BROKEN_OFF,
    )
    assert list(folder.iterdir()) == []


def test_handing_out_is_on_record_with_who_and_which_bytes(yunchuan, filing):
    dossier, _package = made(yunchuan, filing)

    hand_out(dossier=dossier, officer=yunchuan.shen, now=LATER)

    row = AuditRecord.objects.get(verb="dossier.handed_out")
    assert (row.actor_label, row.data["hash"]) == ("沈青禾", dossier.sha256)
    assert row.topic == filing.incident.audit_topic


@pytest.mark.parametrize("verb", ["release.sealed", "draft.withheld", "file.erased"])
def test_what_was_sealed_since_is_not_handed_out_and_the_file_goes(
    yunchuan, filing, folder, verb
):
    dossier, _package = made(yunchuan, filing)
    record(filing.incident, verb, yunchuan.leader, LATER)

    with pytest.raises(Refused, match="请重新生成卷宗"):
        hand_out(dossier=dossier, officer=yunchuan.shen, now=LATER)
    DOSSIERS.turn(LATER)

    assert list(folder.iterdir()) == []
    assert Dossier.objects.get().state == JobState.DROPPED


def test_after_its_days_the_file_goes_and_the_hash_stays(yunchuan, filing, folder):
    dossier, _package = made(yunchuan, filing)
    Dossier.objects.update(finished_at=clock.real_now() - timedelta(days=8))

    DOSSIERS.turn(LATER)

    before, dossier = dossier, Dossier.objects.get()
    assert (dossier.state, dossier.data_key) == (JobState.DROPPED, None)
    assert dossier.sha256 == before.sha256
    assert list(folder.iterdir()) == []


def test_a_title_of_two_hundred_letters_and_a_formula_do_no_harm(yunchuan, filing):
    events = filing.incident.events.values("event_id")
    post = Placement.objects.filter(event_id__in=events).first().post_id
    Post.objects.filter(pk=post).update(title="长" * 300, text="=1+1<script>alert(1)</script>")

    _dossier, package = made(yunchuan, filing)

    [page] = [one for one in package.namelist() if one.endswith("-posts.html")]
    assert "<script>" not in package.read(page).decode()
    [table] = [one for one in package.namelist() if one.endswith("-posts.csv")]
    assert "'=1+1" in package.read(table).decode()


def test_of_two_dossiers_each_opens_with_its_own_key(yunchuan, filing):
    first, _package = made(yunchuan, filing)
    second, _package = made(yunchuan, filing)

    assert first.number != second.number
    assert zip_of(first).namelist() == zip_of(second).namelist()


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=100),
            st.integers(0, 3).map(lambda n: b"x" * (PIECE + n - 1)),
        ),
        max_size=5,
    )
)
def test_what_is_written_sealed_is_read_again(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("sealed") / "file"
    with path.open("wb") as target:
        writer = SealedWriter(target)
        for piece in pieces:
            writer.write(piece)
        writer.finish()
    plain = b"".join(pieces)

    assert b"".join(read_sealed(path, writer.key)) == plain
    assert (writer.sha256, writer.size) == (hashlib.sha256(plain).hexdigest(), len(plain))


@pytest.mark.parametrize("cut", [1, PIECE + 16])
def test_a_file_that_was_cut_off_or_changed_does_not_open(tmp_path, cut):
    path = tmp_path / "file"
    with path.open("wb") as target:
        writer = SealedWriter(target)
        writer.write(b"x" * (2 * PIECE))
        writer.finish()
    body = path.read_bytes()
    path.write_bytes(body[:-cut])
    with pytest.raises(CannotOpen):
        list(read_sealed(path, writer.key))
    path.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(CannotOpen):
        list(read_sealed(path, writer.key))
