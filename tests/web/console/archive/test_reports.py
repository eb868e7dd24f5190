"""Filed reports as their readers see them: the list, the report's page, files, the form."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.models import Report
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import (
    file,
    linked_recipient,
    received_by_all,
    sent_report,
    withdraw,
)
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.closing.archive.steps import LATER, change_rules

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LIST, ARCHIVE = reverse("console:archive-reports"), reverse("console:archive")
REPORTS = reverse("console:reports")


def received(cast):
    linked_recipient(cast)
    report = sent_report(cast, incident_of(cast, WATER), ReportKind.FLASH)
    return received_by_all(cast, report, now=LATER)


standing_rows, rows, yunchuan, report = module_rows(received)


@pytest.fixture(autouse=True)
def _tomorrow(time, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    restart_workers()
    time.set(LATER)


def page_url(report: Report) -> str:
    return reverse("console:report", args=[report.number])


def form_url(report: Report) -> str:
    return reverse("console:archive-report-file", args=[report.number])


def test_a_received_report_waits_and_is_filed_by_the_form(yunchuan, report):
    office = signed_in(yunchuan.shen)
    office.post(reverse("console:archive-fonds"), {"fonds": "x018"})
    assert report.number in page_of(office.get(LIST)).panel("waiting").text
    assert "归档…" in page_of(office.get(page_url(report))).panel("archive").text

    asked = page_of(office.get(form_url(report)))
    assert "按永久归档" in asked.text
    assert "10 年" not in asked.text  # shorter than 永久, and no rule is set
    done = office.post(form_url(report), {"period": "PERMANENT", "reason": ""}, follow=True)

    assert "X018-2026-Y-0001" in page_of(done).panel("archive").text
    page = page_of(office.get(LIST))
    assert report.number not in page.panel("waiting").text
    assert "X018-2026-Y-0001" in page.panel("filed").text


def test_a_double_click_files_once(yunchuan, report):
    office = signed_in(yunchuan.shen)
    office.post(reverse("console:archive-fonds"), {"fonds": "x018"})

    for _click in range(2):
        office.post(form_url(report), {"period": "PERMANENT", "reason": ""})

    assert ReportFiling.objects.count() == 1


def test_a_period_that_is_not_offered_is_refused(yunchuan, report):
    change_rules(yunchuan, LATER, reports={"FLASH": "THIRTY_YEARS"})
    office = signed_in(yunchuan.shen)
    office.post(reverse("console:archive-fonds"), {"fonds": "x018"})
    assert "按规则：30 年" in page_of(office.get(form_url(report))).text

    office.post(form_url(report), {"period": "TEN_YEARS", "reason": "想短一点"})

    assert not ReportFiling.objects.exists()


def test_the_list_is_searched_by_archive_number_also_from_the_matters(yunchuan, report):
    row = file(yunchuan, report, now=LATER)
    office = signed_in(yunchuan.shen)

    assert row.number in page_of(office.get(LIST, {"q": row.number})).panel("filed").text
    missed = page_of(office.get(LIST, {"q": "X018-2026-Y-0002"})).panel("filed")
    assert row.number not in missed.text
    assert "另有 1 份报告符合" in page_of(office.get(ARCHIVE, {"q": row.number})).text
    assert "另有" not in page_of(office.get(ARCHIVE)).text


def test_the_list_of_reports_shows_filters_and_exports_the_archive_number(yunchuan, report):
    office = signed_in(yunchuan.shen)
    assert report.number in page_of(office.get(REPORTS, {"archive": "waiting"})).text
    row = file(yunchuan, report, now=LATER)

    assert row.number in page_of(office.get(REPORTS, {"archive": "filed"})).text
    assert report.number not in page_of(office.get(REPORTS, {"archive": "waiting"})).text
    exported = office.get(REPORTS, {"format": "csv"}).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(exported))
    assert (line["档号"], line["保管期限"]) == (row.number, "永久")


def test_the_file_of_the_archive_has_what_the_list_has(yunchuan, report):
    row = file(yunchuan, report, now=LATER)
    withdraw(yunchuan, report, now=LATER)
    auditor = signed_in(yunchuan.auditor)

    exported = auditor.get(LIST, {"format": "csv"}).content.decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(exported))

    assert (line["档号"], line["报告编号"]) == (row.number, report.number)
    assert (line["状态"], line["归档人"]) == ("已撤回", yunchuan.shen.name)
    assert "已撤回" in page_of(auditor.get(LIST)).panel("filed").text


def test_who_does_not_keep_the_archive_sees_no_button(yunchuan, report):
    duty = signed_in(yunchuan.lu)

    assert "归档…" not in duty.get(LIST).content.decode()
    assert "归档…" not in duty.get(page_url(report)).content.decode()
    assert duty.post(form_url(report), {"period": "PERMANENT"}).status_code == 403


def test_a_report_that_waits_for_a_receipt_says_so(yunchuan, report):
    later = sent_report(yunchuan, report.incident, ReportKind.FLASH, now=LATER)

    panel = page_of(signed_in(yunchuan.shen).get(page_url(later))).panel("archive")

    assert "尚有 1 家未回执" in panel.text
    assert "归档…" not in panel.text


def test_a_draft_has_no_archive(yunchuan, report):
    office = signed_in(yunchuan.shen)
    office.post(
        reverse("console:report-start", args=[report.incident.number]), {"kind": "SPECIAL"}
    )
    draft = Report.objects.get(state="DRAFT")

    assert 'id="archive"' not in office.get(page_url(draft)).content.decode()
