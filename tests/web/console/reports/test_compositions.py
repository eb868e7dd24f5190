"""A report about a period on screen: its progress, then the report, or why there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.db.job_rows import JobState
from huiying.jobs.upkeep import report_work
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.models import CompositionFailure, ReportComposition
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import draft_of, edit
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LATER = T0 + timedelta(minutes=10)
WEEK = {"kind": "WEEKLY", "day": "2026-11-18"}
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.set(LATER)


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def here():
    return to("report-composition", ReportComposition.objects.first().pk)


def drafted(client):
    client.post(to("report-period"), WEEK)
    report_work.turn(LATER)
    return Report.objects.get()


def test_a_regular_report_is_composed_by_the_job_and_the_page_leads_to_it(yunchuan, lu):
    asked = lu.post(to("report-period"), WEEK)
    assert asked.url == here()
    page = page_of(lu.get(here()))
    assert "周报（2026-11-16 至 2026-11-22）" in page.text
    assert "待汇总" in page.text
    assert page.panel("composition").link(here())  # 刷新, without a script
    alone = lu.get(here(), **SCRIPT)
    assert 'hx-trigger="every 1s"' in alone.content.decode()
    assert "<html" not in alone.content.decode()
    assert "待汇总" in page_of(lu.get(to("reports"))).text
    ReportComposition.objects.update(state="RUNNING", written=3, expected=12)
    running = page_of(lu.get(here())).panel("composition")
    assert "已汇总 3 / 12 项" in running.text
    assert running.tags("progress")[0].attribute("value") == "25"
    ReportComposition.objects.update(state="QUEUED")

    report_work.turn(LATER)

    report = Report.objects.get()
    assert (report.kind, report.until - report.since) == ("WEEKLY", timedelta(days=7))
    assert report.drafted_by == yunchuan.lu
    assert lu.get(here()).url == to("report", report.number)
    assert lu.get(here(), **SCRIPT)["HX-Redirect"] == to("report", report.number)
    assert "待汇总" not in page_of(lu.get(to("reports"))).text


def test_a_double_click_composes_once(yunchuan, lu):
    answers = [lu.post(to("report-period"), WEEK).url for _click in range(2)]

    assert len(set(answers)) == 1
    assert ReportComposition.objects.count() == 1


def test_a_period_that_has_not_ended_or_has_a_report_is_refused_at_once(yunchuan, lu):
    early = lu.post(to("report-period"), {"kind": "MONTHLY", "day": "2026-11-18"})
    assert "须已结束" in early.content.decode()
    report = drafted(lu)

    second = lu.post(to("report-period"), WEEK)

    assert second.status_code == 409
    assert report.number in second.content.decode()


def test_composing_that_broke_off_says_so_on_its_page_and_in_the_list_and_starts_again(
    yunchuan, lu
):
    lu.post(to("report-period"), WEEK)
    ReportComposition.objects.update(
        state=JobState.FAILED, failure=CompositionFailure.BROKEN_OFF
    )
    assert "汇总中断" in page_of(lu.get(to("reports"))).text
    page = page_of(lu.get(here()))
    assert "汇总中断" in page.text
    assert "重新汇总" in page.buttons()

    lu.post(to("report-composition-again", ReportComposition.objects.get().pk))
    report_work.turn(LATER)

    assert lu.get(here()).url == to("report", Report.objects.get().number)
    assert "汇总中断" not in page_of(lu.get(to("reports"))).text


def test_what_failed_long_ago_is_said_no_more(yunchuan, lu, time):
    lu.post(to("report-period"), WEEK)
    ReportComposition.objects.update(
        state=JobState.FAILED, failure=CompositionFailure.NOT_WRITTEN
    )
    assert "汇总失败" in page_of(lu.get(to("reports"))).text

    time.set(LATER + timedelta(days=2))

    assert "汇总失败" not in page_of(lu.get(to("reports"))).text


def test_a_draft_is_composed_anew_by_the_job_and_its_page_says_so_meanwhile(yunchuan, lu):
    report = drafted(lu)

    asked = lu.post(to("report-recompose", report.number), {"version": report.revision})

    assert asked.url == here()
    assert "待汇总" in page_of(lu.get(to("report", report.number))).text
    report_work.turn(LATER)
    report.refresh_from_db()
    assert report.version == 2
    assert "待汇总" not in page_of(lu.get(to("report", report.number))).text


def test_what_somebody_wrote_before_the_job_came_is_not_overwritten(yunchuan, lu):
    report = drafted(lu)
    lu.post(to("report-recompose", report.number), {"version": report.revision})
    edit(yunchuan, report, overview="本周平稳。")

    report_work.turn(LATER)

    page = page_of(lu.get(here()))
    assert "报告已被他人更新" in page.text
    assert "重新汇总" not in page.buttons()
    assert page.link(to("report", report.number))
    report.refresh_from_db()
    assert "本周平稳。" in str(newest_version(report).lines)


def test_a_report_about_an_incident_is_composed_at_once(yunchuan, lu):
    report = draft_of(yunchuan, incident_of(yunchuan, WATER), ReportKind.FLASH)

    lu.post(to("report-recompose", report.number), {"version": report.revision})

    report.refresh_from_db()
    assert report.version == 2
    assert not ReportComposition.objects.exists()
