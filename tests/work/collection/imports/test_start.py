"""The same file for the same source is one import for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import AlreadyImported, start_import
from huiying.work.collection.imports.models import ImportJob, ImportState
from tests.factories import T0

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
TITLES = Mapping(title="标题")


def test_a_file_becomes_an_import_that_waits_for_a_runner(start, source, path):
    job = start()

    record = AuditRecord.objects.get(verb="import.started")
    assert (job.state, job.file_name, job.next_row) == (ImportState.RUNNING, "a.csv", 1)
    assert (job.source, job.path, len(job.digest)) == (source, str(path), 64)
    assert record.data == {"history": False, "from_row": 1}


def test_a_file_without_a_column_of_words_or_that_is_not_there_is_refused(start, tmp_path):
    with pytest.raises(Refused, match="未指定标题列或正文列"):
        start(Mapping(url="网址"))
    with pytest.raises(Refused, match="无法打开文件"):
        start(path=tmp_path / "gone.csv")

    assert not ImportJob.objects.exists()


def test_a_file_that_a_command_imports_is_named_without_a_person_too(start):
    assert start(file_name="张小云的来信.csv").file_name == "〔姓名〕的来信.csv"


def test_before_the_first_row_the_columns_may_be_put_right(start):
    job = start()

    again = start(TITLES, LATER)

    assert (again.pk, again.mapping["text"], again.started_at) == (job.pk, None, LATER)


def test_an_interrupted_import_goes_on_with_its_own_columns(start):
    job = start()
    ImportJob.objects.update(state=ImportState.PAUSED, next_row=501, accepted=500)

    again = start(TITLES, LATER)

    assert (again.pk, again.state, again.next_row) == (job.pk, ImportState.RUNNING, 501)
    assert (again.mapping["text"], again.started_at) == ("内容", T0)


def test_a_file_that_brought_something_is_not_imported_again(start, source, tmp_path):
    job = start()
    ImportJob.objects.update(state=ImportState.DONE, accepted=1)
    copy = tmp_path / "copy.csv"
    copy.write_bytes((tmp_path / "a.csv").read_bytes())

    with pytest.raises(AlreadyImported, match="收录 1 条") as refused:
        start_import(
            bureau=source.bureau,
            source=source,
            path=copy,
            mapping=TITLES,
            history=False,
            actor=MACHINE,
            now=LATER,
        )

    assert refused.value.job == job
