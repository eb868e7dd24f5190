"""The reports of a unit are those that the record has."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.record import record
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import UnitReport
from huiying.work.casework.notices.proof import unit_report_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper
from tests.work.casework.notices.steps import confirmed, notify
from tests.work.casework.notices.test_report_back import report

LATER = T0 + timedelta(hours=2)


def reported(cast):
    """A notice that was signed and reported on twice."""
    notice = notify(confirmed(cast), cast.reception, cast.lu, T0)
    sign_notice(notice=notice, officer=cast.window, now=T0)
    report(notice, cast.window, T0, no_file_reason="或无材料文件且未说明理由")
    report(notice, cast.window, LATER, no_file_reason="或无材料文件且未说明理由")
    return notice


standing_rows, rows, yunchuan, notice = module_rows(reported)


def differences(cast):
    return [(one.code, one.params["ref"]) for one in unit_report_differences(cast.bureau.pk)]


def test_what_was_reported_agrees(yunchuan, notice):
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_unitreport SET handled = '什么都没做'",
        "UPDATE casework_unitreport SET facts = '没有此事'",
        "UPDATE casework_unitreport SET finding = 'FALSE'",
        "UPDATE casework_unitreport SET no_file_reason = ''",
        "DELETE FROM casework_unitreport",
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, notice, change):
    row = notice.reports.first()

    assert tamper(f"{change} WHERE id = %s", row.pk) == 1

    assert differences(yunchuan) == [("record.report_differs", notice.number)]


def test_a_report_of_an_earlier_version_is_compared_by_what_was_found(yunchuan, notice):
    row = UnitReport.objects.create(
        bureau=yunchuan.bureau,
        notice=notice,
        at=LATER,
        by=yunchuan.window,
        finding="TRUE",
        facts="三号窗口当日只有一人。",
    )
    assert differences(yunchuan) == [("record.report_differs", notice.number)]

    record(notice, "notice.reported", yunchuan.window, LATER, unit="来访", finding="TRUE")
    assert differences(yunchuan) == []

    UnitReport.objects.filter(pk=row.pk).update(finding="FALSE")
    assert differences(yunchuan) == [("record.report_differs", notice.number)]


def test_the_daily_check_names_it(yunchuan, notice):
    tamper("UPDATE casework_unitreport SET handled = '' WHERE notice_id = %s", notice.pk)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.report_differs", notice.number)
    ]
