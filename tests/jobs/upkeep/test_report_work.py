"""The job that composes reports and makes their files: whole, or not at all and it says why."""

from __future__ import annotations

import errno
import shutil
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document as WordFile

from huiying.base.db.job_rows import JobFailure, JobState
from huiying.base.files.sealed_stream import SealedWriter
from huiying.base.files.sealing import CannotOpen
from huiying.jobs import clock
from huiying.jobs.upkeep import made_files, report_work
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.models import Report
from huiying.work.reports.deliveries.actions.send_report import send_report
from huiying.work.reports.drafting.actions.request_composition import request_period_report
from huiying.work.reports.drafting.models import CompositionFailure, ReportComposition
from huiying.work.reports.files.actions.request_file import request_file
from huiying.work.reports.files.models import CHANGED, FileFormat, VersionFile
from huiying.work.reports.files.queries import finished_file
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, past_week, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "report-files"


@pytest.fixture
def report(yunchuan):
    linked_recipient(yunchuan)
    return draft_of(yunchuan, incident_of(yunchuan, WATER))


def asked(cast, report, form=FileFormat.PDF):
    report.refresh_from_db()
    return request_file(
        report=report, form=form, officer=cast.lu, now=T0, revision=report.revision
    )


def made(cast, report, form=FileFormat.PDF):
    row = asked(cast, report, form)
    assert report_work.turn(T0) == 1
    row.refresh_from_db()
    return row


def asked_week(cast):
    return request_period_report(
        bureau=cast.bureau,
        kind=ReportKind.WEEKLY,
        span=past_week(T0),
        officer=cast.lu,
        now=T0,
    )


class Killed(BaseException):
    """A process ends here."""


def dies(*_args, **_kwargs):
    raise Killed


def test_a_file_is_made_encrypted_and_opens_as_what_it_is(yunchuan, report):
    pdf = made(yunchuan, report)
    word = made(yunchuan, report, FileFormat.DOCX)

    data = b"".join(report_work.read_report_file(pdf))
    assert (data[:4], len(data)) == (b"%PDF", pdf.size)
    assert b"%PDF" not in report_work.path_of(pdf).read_bytes()
    word_data = b"".join(report_work.read_report_file(word))
    text = "".join(one.text for one in WordFile(BytesIO(word_data)).paragraphs)
    assert "草稿，未签发" in text
    assert (pdf.written, pdf.expected) == (2, 3)


def test_a_composition_that_waits_becomes_a_draft(yunchuan):
    row = asked_week(yunchuan)

    assert report_work.turn(T0) == 1

    row.refresh_from_db()
    assert (row.state, row.report) == (JobState.DONE, Report.objects.get())
    assert report_work.turn(T0) == 0


def test_a_report_that_is_edited_before_the_job_comes_gets_no_file_of_the_old_text(
    yunchuan, report, folder
):
    row = asked(yunchuan, report)
    edit(yunchuan, report, place="青石片区")

    assert report_work.turn(T0) == 0

    row.refresh_from_db()
    assert (row.state, row.failure) == (JobState.FAILED, CHANGED)
    assert not list(folder.iterdir())


def test_a_file_is_that_of_its_text_alone_and_goes_when_the_text_changes(
    yunchuan, report, folder
):
    row = made(yunchuan, report)
    assert finished_file(report, FileFormat.PDF) == row
    assert finished_file(report, FileFormat.DOCX) is None
    edit(yunchuan, report, place="青石片区")
    report.refresh_from_db()
    assert finished_file(report, FileFormat.PDF) is None

    report_work.drop_old(T0)

    row.refresh_from_db()
    assert (row.state, row.data_key) == (JobState.DROPPED, None)
    assert not list(folder.iterdir())


def test_a_file_of_a_signed_text_stays_when_the_report_is_sent(yunchuan, report):
    sign(yunchuan, report)
    row = made(yunchuan, report)
    send_report(report=report, officer=yunchuan.lu, now=T0)
    report.refresh_from_db()
    assert report.revision != row.revision

    report_work.drop_old(T0)

    row.refresh_from_db()
    assert (row.state, row.revision) == (JobState.DONE, report.revision)
    assert finished_file(report, FileFormat.PDF) == row


def test_after_its_days_a_file_goes_and_its_hash_stays(yunchuan, report, folder):
    row = made(yunchuan, report)
    VersionFile.objects.update(finished_at=clock.real_now() - timedelta(days=8))

    report_work.drop_old(T0)

    before, row = row, VersionFile.objects.get()
    assert (row.state, row.data_key, row.sha256) == (JobState.DROPPED, None, before.sha256)
    assert not list(folder.iterdir())
    with pytest.raises((CannotOpen, OSError)):
        b"".join(report_work.read_report_file(before))


def test_a_full_disk_leaves_no_file_and_the_row_says_so(yunchuan, report, monkeypatch):
    row = asked(yunchuan, report)
    usage = shutil.disk_usage("/")._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    assert report_work.turn(T0) == 0

    row.refresh_from_db()
    assert (row.state, row.failure) == (JobState.FAILED, JobFailure.NO_ROOM)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OSError(errno.ENOSPC, "full"), JobFailure.NO_ROOM),
        (ValueError("a font is broken"), JobFailure.NOT_WRITTEN),
    ],
)
def test_what_fails_leaves_no_file_and_can_be_asked_for_again(
    yunchuan, report, folder, monkeypatch, error, failure
):
    def fails(_self):
        raise error

    row = asked(yunchuan, report)
    monkeypatch.setattr(SealedWriter, "finish", fails)
    assert report_work.turn(T0) == 0
    row.refresh_from_db()
    assert (row.state, row.failure) == (JobState.FAILED, failure)
    assert not list(folder.iterdir())
    monkeypatch.undo()

    assert made(yunchuan, report).state == JobState.DONE


def test_a_killed_process_leaves_no_half_file_and_its_row_says_so(
    yunchuan, report, folder, monkeypatch
):
    row = asked(yunchuan, report)
    monkeypatch.setattr(SealedWriter, "finish", dies)
    with pytest.raises(Killed):
        report_work.turn(T0)
    assert [one.name.startswith(".part-") for one in folder.iterdir()] == [True]
    row.refresh_from_db()
    assert row.state == JobState.RUNNING
    monkeypatch.undo()
    assert report_work.turn(T0) == 0  # it may run still
    row.refresh_from_db()
    assert row.state == JobState.RUNNING
    monkeypatch.setattr(made_files, "has_ended", lambda _name: True)

    report_work.turn(T0)

    row.refresh_from_db()
    assert (row.state, row.failure) == (JobState.FAILED, JobFailure.BROKEN_OFF)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("raised", [Killed, ValueError])
def test_a_composition_that_breaks_off_or_fails_leaves_no_report(yunchuan, monkeypatch, raised):
    def fails(*_args, **_kwargs):
        raise raised

    row = asked_week(yunchuan)
    monkeypatch.setattr(report_work, "compose_report", fails)
    if raised is Killed:
        with pytest.raises(Killed):
            report_work.turn(T0)
        monkeypatch.setattr(made_files, "has_ended", lambda _name: True)
    report_work.turn(T0)

    row.refresh_from_db()
    why = {
        Killed: CompositionFailure.BROKEN_OFF,
        ValueError: CompositionFailure.NOT_WRITTEN,
    }
    assert (row.state, row.failure) == (JobState.FAILED, why[raised])
    assert not Report.objects.exists()
    monkeypatch.undo()
    asked_week(yunchuan)
    assert report_work.turn(T0) == 1
    assert ReportComposition.objects.count() == 2


def test_a_row_of_another_machine_is_given_up_after_a_while(yunchuan):
    row = asked_week(yunchuan)
    begun = clock.real_now() - timedelta(minutes=29)
    rows = ReportComposition.objects.filter(pk=row.pk)
    rows.update(state="RUNNING", holder="x", machine="elsewhere", started_at=begun)
    report_work.turn(T0)
    row.refresh_from_db()
    assert row.state == JobState.RUNNING

    rows.update(started_at=begun - timedelta(minutes=2))
    report_work.turn(T0)

    row.refresh_from_db()
    assert row.failure == CompositionFailure.BROKEN_OFF
