"""A unit reports what it found and did."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import open_file
from huiying.base.outbox.signatory import signatory_behind
from huiying.policy.closing.gate import Condition, UnmetReason
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.stages import Stage
from huiying.policy.release.erasure import EraseHold
from huiying.work.casework.notices.actions.report_back import (
    ReportInput,
    keep_report,
    report_back,
)
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import UnitReport
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.disclosure.files import owners_of
from tests.module_rows import module_rows
from tests.scenarios.tasks import PICTURE, PLACE_CHUNK, upload_picture
from tests.work.casework.notices.steps import confirmed, notify

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


@pytest.mark.clause("7a")
def test_a_report_says_what_was_found_and_done_offline(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    with pytest.raises(Refused):
        report(notice, yunchuan.window, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)
    report(notice, yunchuan.window, now + timedelta(hours=2))

    incident.refresh_from_db()
    assert incident.stage == Stage.HANDLING
    notice.refresh_from_db()
    assert Clock.objects.get(pk=notice.report_clock_id).state == ClockState.MET


@pytest.fixture
def signed(yunchuan, incident, now, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)
    return notice


@pytest.mark.clause("7b")
def test_files_stand_with_the_report_and_on_record_by_their_hash(yunchuan, signed, now):
    pieces = [upload_picture(yunchuan, "窗口照片"), upload_picture(yunchuan, "叫号记录")]

    row = report(signed, yunchuan.window, now, pieces=pieces, no_file_reason="已弃用")

    assert [one.words for one in row.files.all()] == ["窗口照片", "叫号记录"]
    assert row.no_file_reason == ""
    record = records_of(bureau_id=signed.bureau_id).first()
    assert (record.verb, record.data["files"]) == ("notice.reported", 2)
    assert record.data["hashes"] == [one.file.sha256 for one in row.files.all()]


def test_a_picture_is_kept_encrypted_and_without_its_place(yunchuan, signed, now):
    row = report(signed, yunchuan.window, now, pieces=[upload_picture(yunchuan, "窗口照片")])
    [one] = row.files.all()

    assert PLACE_CHUNK in PICTURE
    assert PLACE_CHUNK not in open_file(one.file).data
    assert open_file(one.file).data not in store.get(one.file.blob)


@pytest.mark.clause("7b")
def test_solved_with_material_is_a_file_or_the_reason_why_there_is_none(
    yunchuan, incident, signed, now
):
    def lacks():
        states = {row.condition: row.lack for row in gate_of(incident, now).rows}
        return states[Condition.SOLVED]

    report(signed, yunchuan.window, now)
    words_alone = lacks()
    again = report(signed, yunchuan.window, now, no_file_reason="排班表在科室存档。")
    with_reason = lacks()
    UnitReport.objects.filter(pk=again.pk).update(no_file_reason="")
    neither = lacks()
    report(signed, yunchuan.window, now, pieces=[upload_picture(yunchuan, "窗口照片")])

    assert (words_alone, with_reason) == (UnmetReason.NO_MATERIAL, None)
    assert (neither, lacks()) == (UnmetReason.NO_MATERIAL, None)


def test_too_many_or_unnamed_files_are_refused_and_nothing_is_reported(yunchuan, signed, now):
    piece = upload_picture(yunchuan, "窗口照片")
    for pieces in ([piece] * 11, [replace(piece, words=" ")]):
        with pytest.raises(Refused, match="文件"), transaction.atomic():
            report(signed, yunchuan.window, now, pieces=pieces)

    assert not UnitReport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_is_held_until_the_matter_is_closed(yunchuan, incident, signed, now):
    row = report(signed, yunchuan.window, now, pieces=[upload_picture(yunchuan, "窗口照片")])
    [one] = row.files.all()

    [owner] = owners_of(one.file)
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)
    [after] = owners_of(one.file)

    assert (owner.number, owner.holds) == (signed.number, EraseHold.REPORT)
    assert after.holds is None


def report(notice, officer, now, **more):
    return report_back(
        notice=notice,
        finding=Finding.TRUE,
        facts="三号窗口当日只有一人。",
        handled="已加开一个窗口。",
        evidence="排班表",
        officer=officer,
        now=now,
        **more,
    )


def test_a_report_of_a_link_is_kept_under_the_name_that_was_typed(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)

    row = keep_report(
        notice=notice,
        report=ReportInput(Finding.TRUE, "人手不足。", "", "", (), ""),
        by=signatory_behind(notice.number, "陈一鸣"),
        now=now,
    )

    assert (row.by, row.author) == (None, "陈一鸣（通过链接）")
