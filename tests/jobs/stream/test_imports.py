"""Imports: resumable, never doubled, every refused row with its number and reason."""

import gzip
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.jobs.models import ImportRunner
from huiying.jobs.stream import imports
from huiying.jobs.stream.file_holders import remember_file
from huiying.jobs.stream.process_name import name_of
from huiying.reasons.reason import from_data
from huiying.reasons.rendering import render
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.advance import (
    ImportBatch,
    LostClaim,
    advance_import,
    claim_import,
)
from huiying.work.collection.imports.actions.start import AlreadyImported, start_import
from huiying.work.collection.imports.models import ImportJob, ImportState
from huiying.work.collection.posts.models import Arrival, Lane, Post
from huiying.work.collection.sources.actions.add_source import add_source

COLUMNS = Mapping(title="标题", text="内容", published_at="时间", external_id="编号")


@pytest.fixture
def source(yunchuan, now):
    return add_source(
        bureau=yunchuan.bureau,
        name="文件导入",
        kind="FILE",
        channel="other",
        actor=imports.COMMAND,
        now=now,
    )


@pytest.fixture
def start(source, now):
    def begin(path, *, mapping=COLUMNS, history=False):
        return start_import(
            bureau=source.bureau,
            source=source,
            path=path,
            mapping=mapping,
            history=history,
            actor=imports.COMMAND,
            now=now,
        )

    return begin


def table(path: Path, count: int, *, bad: tuple[int, ...] = ()) -> Path:
    lines = ["编号,标题,内容,时间"]
    for n in range(1, count + 1):
        lines.append("只有一格" if n in bad else f"{n},停水{n},第{n}天停水,2026-11-20 08:00")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_file_is_imported_with_its_refused_rows(start, tmp_path):
    job = imports.run(start(table(tmp_path / "a.csv", 1200, bad=(3, 700))).pk)

    assert (job.state, job.progress, job.error) == (ImportState.DONE, 1.0, None)
    assert (job.accepted, job.repeated, job.refused) == (1198, 0, 2)
    assert [row.row for row in job.refusals.order_by("row")] == [4, 701]
    assert "这一行只有 1 格" in render(from_data(job.refusals.first().reason))
    assert set(Arrival.objects.values_list("lane", flat=True)) == {Lane.BACKLOG}
    assert Post.objects.count() == 1198


def test_rows_of_many_batches_come_in_their_order(start, tmp_path):
    job = imports.run(start(table(tmp_path / "a.csv", 3100)).pk)

    assert job.accepted == 3100
    titles = list(Post.objects.order_by("id").values_list("title", flat=True))
    assert titles == [f"停水{n}" for n in range(1, 3101)]


def test_the_same_file_twice_is_recognised_and_nothing_is_doubled(start, tmp_path):
    path = table(tmp_path / "a.csv", 5)
    imports.run(start(path).pk)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(path.read_bytes())

    with pytest.raises(AlreadyImported, match="该文件已导入"):
        start(copy)
    assert Post.objects.count() == 5


def test_rows_that_an_earlier_file_brought_are_repeated(start, tmp_path):
    imports.run(start(table(tmp_path / "a.csv", 5)).pk)
    job = imports.run(start(table(tmp_path / "b.csv", 8)).pk)

    assert (job.accepted, job.repeated) == (3, 5)


def test_an_import_that_was_stopped_goes_on_after_its_last_row(start, tmp_path):
    job = start(table(tmp_path / "a.csv", 2000, bad=(2,)))
    seen = []
    imports.run(job.pk, progress=lambda j: seen.append(j.next_row), should_stop=lambda: seen)
    job.refresh_from_db()
    assert (job.state, job.next_row, job.accepted) == (ImportState.RUNNING, 502, 499)

    job = imports.run(job.pk)
    assert (job.state, job.accepted, job.repeated, job.refused) == ("DONE", 1999, 0, 1)
    assert Post.objects.count() == 1999


def test_an_import_that_an_older_version_paused_loses_no_row(start, tmp_path):
    job = start(table(tmp_path / "a.csv", 1200))
    seen = []
    imports.run(job.pk, progress=lambda j: seen.append(j.next_row), should_stop=lambda: seen)
    ImportJob.objects.update(next_row=501)  # it counted from the first row of data

    job = imports.run(job.pk)

    assert (job.accepted, job.repeated, Post.objects.count()) == (1200, 1, 1200)


def test_a_batch_that_is_killed_leaves_neither_posts_nor_a_moved_row(start, tmp_path, now):
    job = start(table(tmp_path / "a.csv", 10))
    job = claim_import(job.pk, real_now=now)
    ImportJob.objects.filter(pk=job.pk).update(claimed_until=now + timedelta(minutes=9))

    with pytest.raises(LostClaim):
        advance_import(
            job=job,
            rows=ImportBatch([1], [_prepared(job, now)], 0.1),
            actor=imports.COMMAND,
            now=now,
            real_now=now,
        )
    job.refresh_from_db()
    assert (job.next_row, job.accepted, Post.objects.count()) == (1, 0, 0)


def _prepared(job, now):
    from huiying.work.collection.core.items import RawItem  # noqa: PLC0415
    from huiying.work.collection.posts.batch_context import batch_context  # noqa: PLC0415
    from huiying.work.collection.posts.prepare import prepare_items  # noqa: PLC0415

    return prepare_items([RawItem(text="停水")], batch_context(job.source, now))[0]


def test_two_runners_never_run_one_import(start, tmp_path):
    job = start(table(tmp_path / "a.csv", 10))
    assert claim_import(job.pk, real_now=clock.real_now()) is not None

    assert imports.run(job.pk) is None
    assert imports.turn(clock.now()) == 0


def test_an_import_whose_runner_was_lost_is_taken_up_by_the_next(start, tmp_path):
    job = start(table(tmp_path / "a.csv", 10))
    claim_import(job.pk, real_now=clock.real_now() - timedelta(minutes=5))

    assert imports.turn(clock.now()) == 1
    job.refresh_from_db()
    assert job.state == ImportState.DONE


def test_an_import_whose_runner_was_killed_is_taken_up_at_once(start, tmp_path):
    job = start(table(tmp_path / "a.csv", 10))
    claim_import(job.pk, real_now=clock.real_now())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        remember_file(job, holder=name_of(other.pid))
        assert imports.turn(clock.now()) == 0, "it lives"
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)

        assert imports.turn(clock.now()) == 1

    job.refresh_from_db()
    assert (job.state, job.accepted) == (ImportState.DONE, 10)
    assert not ImportRunner.objects.exists()


@pytest.mark.parametrize("machine", ["host:another", "folder:of another server"])
def test_an_import_whose_file_is_on_another_machine_is_left_to_it(start, tmp_path, machine):
    path = table(tmp_path / "a.csv", 3)
    job, body = start(path), path.read_bytes()
    remember_file(job)
    here = ImportRunner.objects.get().machine
    ImportRunner.objects.update(machine=machine)
    path.unlink()

    assert imports.turn(clock.now()) == 0
    job.refresh_from_db()
    assert job.state == ImportState.RUNNING

    ImportRunner.objects.update(machine=here)  # as the other machine sees it
    path.write_bytes(body)
    assert imports.turn(clock.now()) == 1
    job.refresh_from_db()
    assert (job.state, job.accepted) == (ImportState.DONE, 3)


def test_a_file_that_vanished_from_this_machine_fails(start, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    job = start(table(tmp_path / "a.csv", 3))
    remember_file(job)
    (tmp_path / "a.csv").unlink()

    assert imports.turn(clock.now()) == 1
    job.refresh_from_db()
    assert job.state == ImportState.FAILED


def test_a_claim_made_before_the_clock_was_set_back_holds_nobody_up(start, tmp_path):
    job = start(table(tmp_path / "a.csv", 10))
    claim_import(job.pk, real_now=clock.real_now() + timedelta(hours=8))

    assert imports.turn(clock.now()) == 1
    job.refresh_from_db()
    assert job.state == ImportState.DONE


def test_history_is_marked(start, tmp_path):
    imports.run(start(table(tmp_path / "a.csv", 3), history=True).pk)

    assert Post.objects.filter(history=True).count() == 3


def test_a_mapping_may_be_put_right_after_an_import_that_brought_nothing(start, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("编号,内容,空\n1,停水,\n2,停电,\n", encoding="utf-8")
    job = imports.run(start(path, mapping=Mapping(text="空")).pk)
    assert (job.accepted, job.refused) == (0, 2)

    job = imports.run(start(path, mapping=Mapping(text="内容")).pk)
    assert (job.accepted, job.refused, job.refusals.count()) == (2, 0, 0)


def test_a_mapping_without_title_and_text_is_refused(start, tmp_path):
    with pytest.raises(Refused, match="标题列或正文列"):
        start(table(tmp_path / "a.csv", 1), mapping=Mapping(author="标题"))


def test_a_file_that_is_not_there_is_said(start, tmp_path):
    with pytest.raises(Refused, match=r"无法打开文件“none\.csv”"):
        start(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("a.csv", b"", "文件为空"),
        ("a.csv.gz", gzip.compress(b"x" * 9000, mtime=0)[:40], "压缩文件"),
        ("a.xlsx", b"PK\x03\x04broken", "表格文件"),
        ("a.csv", "编号,标题\n1,停水\n".encode(), "文件中无以下列"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_its_sentence(start, tmp_path, name, body, word):
    path = tmp_path / name
    path.write_bytes(body)

    job = imports.run(start(path).pk)

    assert job.state == ImportState.FAILED
    assert word in render(from_data(job.error))
    assert AuditRecord.objects.filter(verb="import.failed").count() == 1


def test_a_file_that_vanished_fails_and_is_taken_up_when_it_is_back(start, tmp_path):
    path = table(tmp_path / "a.csv", 3)
    job, body = start(path), path.read_bytes()
    path.unlink()
    assert imports.run(job.pk).state == ImportState.FAILED

    path.write_bytes(body)
    assert imports.run(start(path).pk).accepted == 3


def test_an_upload_is_deleted_when_its_import_ends(start, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    imports.uploads_folder().mkdir()
    path = table(imports.uploads_folder() / "a.csv", 3)
    imports.run(start(path).pk)

    assert not path.exists()


def test_an_import_is_on_the_record_from_start_to_end(start, tmp_path):
    imports.run(start(table(tmp_path / "a.csv", 3)).pk)

    verbs = list(AuditRecord.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-3:] == ["import.started", "posts.accepted", "import.finished"]
