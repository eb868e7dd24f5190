"""An uploaded file waits for its columns; an unfinished one of the same file is taken up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.receive_upload import receive_upload
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
