"""What becomes of a file that a job has, whoever else had it."""

from __future__ import annotations

import pytest

from huiying.base.db.job_rows import JobFailure, JobState, claim_job
from huiying.jobs import clock
from huiying.work.reports.files.actions.make_file import (
    compare_file,
    drop_file,
    fail_file,
    finish_file,
)
from huiying.work.reports.files.actions.request_file import request_file
from huiying.work.reports.files.models import FileFormat
from huiying.work.reports.files.queries import files_of_moved_reports
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(yunchuan):
    linked_recipient(yunchuan)
    return draft_of(yunchuan, incident_of(yunchuan, WATER))


@pytest.fixture
def row(yunchuan, report):
    row = request_file(
        report=report, form=FileFormat.PDF, officer=yunchuan.lu, now=T0, revision=0
    )
    assert claim_job(row, holder="one", machine="here", real_now=clock.real_now())
    return row


def finished(row):
    columns = {"sha256": "f" * 64, "size": 1, "data_key": b"key"}
    return finish_file(row=row, **columns, real_now=clock.real_now())


def test_of_two_processes_one_makes_it(row):
    assert not claim_job(row, holder="two", machine="here", real_now=clock.real_now())
    row.holder = "two"
    assert not finished(row)
    row.holder = "one"
    assert finished(row)


def test_what_was_given_up_is_not_finished_any_more(row):
    fail_file(row=row, failure=JobFailure.BROKEN_OFF, real_now=clock.real_now())

    assert not finished(row)
    row.refresh_from_db()
    assert (row.state, row.failure) == (JobState.FAILED, JobFailure.BROKEN_OFF)


def test_a_file_that_says_the_same_is_not_compared_again(yunchuan, report, row):
    finished(row)
    type(report).objects.filter(pk=report.pk).update(revision=7)
    [moved] = files_of_moved_reports()

    assert compare_file(row=moved)
    assert not files_of_moved_reports().exists()


def test_an_edit_and_a_signature_make_a_file_say_something_else(yunchuan, report, row):
    finished(row)
    edit(yunchuan, report, place="青石片区")
    assert not compare_file(row=files_of_moved_reports().get())

    report.refresh_from_db()
    sign(yunchuan, report)

    assert not compare_file(row=files_of_moved_reports().get())


def test_it_is_dropped_with_its_key_and_one_that_is_made_is_not(row):
    drop_file(row=row)
    row.refresh_from_db()
    assert row.state == JobState.RUNNING
    finished(row)

    drop_file(row=row)

    row.refresh_from_db()
    assert (row.state, row.data_key, row.sha256) == (JobState.DROPPED, None, "f" * 64)
