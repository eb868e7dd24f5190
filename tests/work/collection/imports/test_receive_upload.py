"""An uploaded file waits for its columns; an unfinished one of the same file is taken up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.readers import Layout
from huiying.work.collection.imports.actions.receive_upload import (
    choose_layout,
    drop_old_uploads,
    move_upload,
    receive_upload,
)
from huiying.work.collection.imports.actions.start import AlreadyImported
from huiying.work.collection.imports.models import ImportJob, ImportState
from tests.factories import T0

pytestmark = pytest.mark.django_db
S = ImportState


@pytest.fixture
def upload(yunchuan, source, tmp_path):
    def upload(name="a.csv", digest="a" * 64, now=T0, **more):
        return receive_upload(
            bureau=yunchuan.bureau,
            source=source,
            path=tmp_path / name,
            digest=digest,
            file_name=name,
            guessed=Mapping(title="标题"),
            by=yunchuan.shen,
            now=now,
            **({"history": False} | more),
        )

    return upload


def test_an_upload_waits_with_the_guessed_columns(upload, yunchuan):
    job = upload("名" * 300)

    assert (job.state, job.by, job.started_at) == (S.UPLOADED, yunchuan.shen, T0)
    assert (job.mapping["title"], len(job.file_name)) == ("标题", 200)


def test_the_name_of_a_file_is_stored_without_a_person(upload):
    job = upload("投诉人张小云_13800138000.csv")

    job.refresh_from_db()
    assert job.file_name == "投诉人〔姓名〕_〔电话〕.csv"


def test_the_same_file_is_one_import_and_as_history_another(upload):
    first, again = upload(), upload("copy.csv", now=T0 + timedelta(hours=1))
    old = upload(history=True)

    assert (again.pk, again.file_name) == (first.pk, "a.csv")
    assert again.path.endswith("copy.csv"), "the newest copy is read"
    assert old.pk != first.pk


@pytest.mark.parametrize(
    ("state", "accepted", "then"),
    [
        (S.FAILED, 0, S.UPLOADED),
        (S.FAILED, 3, S.PAUSED),
        (S.DONE, 0, S.UPLOADED),
        (S.RUNNING, 3, S.RUNNING),
    ],
)
def test_an_import_that_did_not_end_well_is_taken_up(upload, state, accepted, then):
    upload()
    ImportJob.objects.update(state=state, accepted=accepted)

    assert upload().state == then


@pytest.mark.parametrize("column", ["accepted", "repeated"])
def test_a_file_that_brought_something_is_not_taken_again(upload, column):
    job = upload()
    ImportJob.objects.update(state=S.DONE, **{column: 1})

    with pytest.raises(AlreadyImported) as refused:
        upload("copy.csv")

    job.refresh_from_db()
    assert refused.value.job == job
    assert job.path.endswith("a.csv")


def test_a_finished_import_waits_for_other_columns_when_it_is_to_be_replaced(upload):
    upload()
    ImportJob.objects.update(state=S.DONE, accepted=3, next_row=5)

    job = upload("copy.csv", replace=True, now=T0 + timedelta(days=9))

    assert (job.state, job.accepted, job.started_at) == (S.UPLOADED, 3, T0 + timedelta(days=9))
    assert job.path.endswith("copy.csv")


@pytest.mark.parametrize(("state", "ended"), [(S.DONE, T0), (S.PAUSED, None), (S.FAILED, T0)])
def test_an_upload_that_nobody_went_on_with_is_forgotten_but_an_earlier_run_stays(
    upload, state, ended
):
    upload(digest="b" * 64)
    upload()
    error = {"code": "collection.import.file_lost"} if state == S.FAILED else None
    ImportJob.objects.filter(digest="a" * 64).update(
        state=state, accepted=3, next_row=5, finished_at=ended, error=error
    )
    assert upload(replace=True).state == S.UPLOADED

    drop_old_uploads(before=T0 + timedelta(seconds=1))

    assert ImportJob.objects.get().state == state


def test_of_a_workbook_each_sheet_is_an_import_of_its_own(upload):
    first = upload(other_sheets=["二月", "三月"])
    ImportJob.objects.update(state=S.DONE, accepted=3, next_row=5)
    second = upload(other_sheets=["二月", "三月"])

    assert (first.sheet, second.sheet) == ("", "二月")
    third = choose_layout(
        job=second, layout=Layout("三月", has_header=False), guessed=Mapping(text="列1")
    )
    assert (third.sheet, third.has_header, third.mapping["text"]) == ("三月", False, "列1")
    with pytest.raises(AlreadyImported):
        choose_layout(job=third, layout=Layout(), guessed=Mapping())


def test_a_file_that_was_moved_is_read_where_it_lies(upload, tmp_path):
    job = move_upload(job=upload(), path=tmp_path / "there.csv")

    job.refresh_from_db()
    assert job.path.endswith("there.csv")


def test_until_it_is_run_anew_an_import_keeps_the_columns_of_its_run(upload):
    upload()
    ImportJob.objects.update(state=S.PAUSED, accepted=3, next_row=5)
    job = upload(replace=True)

    choose_layout(job=job, layout=Layout(has_header=False), guessed=Mapping(text="列1"))

    job.refresh_from_db()
    assert (job.has_header, job.mapping["title"], job.mapping["text"]) == (False, "标题", None)
