"""The daily check finds a filing of a report that was changed past the product."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.archive.proof import report_filing_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import file, linked_recipient, received_by_all, sent_report
from tests.tampering import tamper

LATER = T0 + timedelta(minutes=40)


def a_filing(cast):
    linked_recipient(cast)
    report = sent_report(cast, incident_of(cast, WATER), ReportKind.FLASH)
    return file(cast, received_by_all(cast, report, now=LATER), now=LATER)


standing_rows, rows, yunchuan, filing = module_rows(a_filing)


def differences(cast):
    found = report_filing_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_what_was_filed_agrees(yunchuan, filing):
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    [
        "period = 'TEN_YEARS'",
        "item = 7",
        "title = '另一份'",
        "text_hash = 'f00d'",
        "state = 'WITHDRAWN'",
    ],
)
def test_another_period_number_title_or_text_is_found(yunchuan, filing, change):
    tamper(f"UPDATE reports_reportfiling SET {change}")  # noqa: S608 - our own words

    assert differences(yunchuan) == [("filing_differs", filing.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.filing_differs" in found


def test_another_number_is_found(yunchuan, filing):
    tamper("UPDATE reports_reportfiling SET number = 'X018-2026-Y-0009'")
    assert differences(yunchuan) == [
        ("filing_not_recorded", "X018-2026-Y-0009"),
        ("filing_missing", filing.number),
    ]


def test_a_filing_that_is_gone_is_found(yunchuan, filing):
    tamper("DELETE FROM reports_reportfiling")
    assert differences(yunchuan) == [("filing_missing", filing.number)]
