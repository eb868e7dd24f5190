"""The daily check finds a report that was signed or withdrawn past the product."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.content import hash_of_version
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.drafting.proof import report_text_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, linked_recipient, sent_report, withdraw
from tests.tampering import tamper

LATER = T0 + timedelta(minutes=20)


def sent(cast):
    linked_recipient(cast)
    return sent_report(cast, incident_of(cast, WATER, grade=Grade.MAJOR))


standing_rows, rows, yunchuan, report = module_rows(sent)


def differences(cast):
    found = report_text_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_what_was_signed_dropped_and_withdrawn_agrees(yunchuan, report):
    assert differences(yunchuan) == []
    dropped = draft_of(yunchuan, report.incident, ReportKind.FLASH, now=LATER)
    drop_report(report=dropped, reason="不需要。", officer=yunchuan.lu, now=LATER)
    withdraw(yunchuan, report, now=LATER)
    assert differences(yunchuan) == []


def test_another_text_is_found_also_with_a_hash_of_its_own(yunchuan, report):
    tamper("UPDATE reports_reportversion SET title = '另一个标题'")
    forged = hash_of_version(report, newest_version(report))
    tamper("UPDATE reports_reportversion SET content_hash = %s", forged)

    assert differences(yunchuan) == [("report_signature_differs", report.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.report_signature_differs" in found


def test_a_body_that_was_left_out_later_is_found(yunchuan, report):
    tamper(
        "UPDATE reports_reportversion SET omitted = %s, omission_reason = '另报'",
        '[{"superior": 1, "name": "区政府办", "matter": "OTHER"}]',
    )
    assert differences(yunchuan) == [("report_signature_differs", report.number)]


def test_another_office_of_the_signer_is_found(yunchuan, report):
    tamper("UPDATE reports_reportsignature SET signed_as = '组长'")
    assert differences(yunchuan) == [("report_signature_differs", report.number)]


@pytest.mark.parametrize("change", ["UPDATE reports_report SET state = 'WITHDRAWN'"])
def test_a_withdrawal_that_nobody_recorded_is_found(yunchuan, report, change):
    tamper(change)
    assert ("report_withdrawal_differs", report.number) in differences(yunchuan)


def test_a_withdrawal_without_its_second_person_is_found(yunchuan, report):
    withdraw(yunchuan, report, now=LATER)
    tamper("UPDATE reports_reportwithdrawal SET signed_by_id = NULL")
    assert differences(yunchuan) == [("report_withdrawal_differs", report.number)]


def test_a_report_that_came_back_is_found(yunchuan, report):
    withdraw(yunchuan, report, now=LATER)
    tamper("UPDATE reports_report SET state = 'SENT'")
    assert differences(yunchuan) == [("report_withdrawal_differs", report.number)]
