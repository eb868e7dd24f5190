"""The table of recipients, the templates and the times of reports, under 设置."""

from __future__ import annotations

from datetime import time as clock_time

import pytest
from django.urls import reverse

from huiying.policy.procedure.reports import ReportKind, Way
from huiying.work.reports.core.models import Report
from huiying.work.reports.routing.changes import change_hash
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.templates.models import ReportTemplate
from huiying.work.reports.templates.queries import template_of
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import recipient_of, superior_of
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


@pytest.mark.clause("10b")
def test_the_usual_recipients_are_added_and_show_what_nobody_prescribed(yunchuan, office):
    superior_of(yunchuan)
    superior_of(yunchuan, "区政府办", "GOVERNMENT")
    before = page_of(office.get(to("report-recipients"))).text
    office.post(to("report-recipients-usual"))
    after = page_of(office.get(to("report-recipients"))).text

    assert "尚未列入的上级机关" in before
    assert RecipientRule.objects.count() == 2
    assert "未规定" in after
    assert "《制度》第十条未规定时限" in after
    assert "2 小时" in after


def test_a_row_is_added_and_changed_on_screen(yunchuan, office):
    body = superior_of(yunchuan)
    office.post(
        to("report-recipient-add"),
        {"matter": "ONLINE", "superior": body.pk, "way": "PAPER", "periodic": "on"},
    )
    row = RecipientRule.objects.get()
    office.post(
        to("report-recipient-edit", row.pk),
        {
            "way": "PAPER",
            "minutes_major": 30,
            "basis": "区委办规定",
            "periodic": "on",
            "active": "on",
            "version": row.revision,
        },
    )
    row.refresh_from_db()
    assert (row.way, row.minutes_major, row.periodic) == ("PAPER", 30, True)


@pytest.mark.clause("10b")
def test_a_row_is_loosened_on_screen_by_two(yunchuan, office):
    row = recipient_of(yunchuan, way=Way.PAPER, minutes=30)
    edit, here = to("report-recipient-edit", row.pk), to("report-recipient-change", row.pk)
    data = {
        "way": "PHONE",
        "minutes_major": 90,
        "basis": "区委办规定",
        "periodic": "on",
        "active": "on",
        "version": row.revision,
    }
    assert "须写明理由，由另一人采纳后生效" in page_of(office.post(edit, data), 409).text
    office.post(edit, data | {"why": "值班室夜间无人收文。"})
    admin = signed_in(yunchuan.admin)

    for client in (office, admin):
        assert "变更待采纳" in page_of(client.get(to("report-recipients"))).text
    page = page_of(office.get(here)).text
    assert "变更尚未生效，报送仍按原表" in page
    assert "采纳这项变更" not in page
    page = page_of(admin.get(here)).text
    assert "理由：值班室夜间无人收文。" in page
    assert "采纳这项变更" in page
    seen = {"hash": change_hash(row.changes.get())}
    office.post(to("report-recipient-adopt", row.pk), seen)
    row.refresh_from_db()
    assert (row.way, row.minutes_major) == ("PAPER", 30)

    admin.post(to("report-recipient-adopt", row.pk), seen)

    row.refresh_from_db()
    assert (row.way, row.minutes_major) == ("PHONE", 90)
    assert "沈青禾" in page_of(admin.get(here)).text


def test_times_are_set_on_screen(yunchuan, office):
    office.post(
        to("report-schedule"),
        {"daily_at": "10:30", "weekly_on": "0", "monthly_day": "5", "version": "0"},
    )
    row = ReportSchedule.objects.get()
    assert (row.daily_at, row.weekly_on) == (clock_time(10, 30), 0)


def test_a_sensitive_time_that_was_set_stands_in_its_form_again(yunchuan, office):
    days = {"sensitive_from": "2026-11-26", "sensitive_to": "2026-11-28"}
    times = {"sensitive_at": "16:30", "monthly_day": "5"}
    office.post(to("report-schedule"), {**days, **times, "version": "0"})

    page = page_of(office.get(to("report-schedule")))

    assert {name: page.values(name)[0] for name in days} == days


def form_of(places):
    data = {"version": "0"}
    for code, (place, heading) in places.items():
        data |= {f"place_{code}": str(place), f"heading_{code}": heading}
    return data


def test_a_template_is_previewed_on_own_data_and_kept_as_an_edition(yunchuan, water, office):
    places = {"measures": (2, "处置情况"), "matter": (1, "事由")}
    change = to("report-template-change", "FLASH")
    tried = page_of(office.post(change, form_of(places) | {"preview": "1"})).text
    assert "一、事由" in tried
    assert "二、处置情况" in tried
    assert water.title[:6] in tried
    assert not ReportTemplate.objects.exists()
    assert not Report.objects.exists()

    office.post(change, form_of(places))
    entries = template_of(yunchuan.bureau.pk, ReportKind.FLASH)[1]
    assert [one.heading for one in entries] == ["事由", "处置情况"]
    assert "现行第 1 版" in page_of(office.get(to("report-template", "FLASH"))).text
    late = office.post(change, form_of(places | {"spread": (3, "传播")}))
    assert late.status_code == 409
    assert "已被他人修改" in late.content.decode()


def test_a_template_without_an_incident_has_nothing_to_preview(linxi):
    page = page_of(signed_in(linxi.shen).get(to("report-template", "FLASH")))
    assert "尚无事件，无法预览" in page.text
    assert signed_in(linxi.shen).get(to("report-template", "X")).status_code == 404


def test_an_empty_table_of_recipients_leads_to_the_leading_group(linxi):
    assert (
        "先在“领导小组”登记上级机关"
        in page_of(signed_in(linxi.shen).get(to("report-recipients"))).text
    )


def test_who_reads_rules_alone_sees_no_act(yunchuan):
    recipient_of(yunchuan, way="PAPER")
    page = page_of(signed_in(yunchuan.auditor).get(to("report-recipients"))).text
    assert "修改…" not in page


def test_dropping_the_months_report_waits_for_another_person(yunchuan):
    office, admin = signed_in(yunchuan.shen), signed_in(yunchuan.admin)
    refused = office.post(to("report-schedule"), {"version": "0"}, follow=True)
    assert "须写明理由" in refused.content.decode()

    words = {"reason": "改由区委办汇总。", "version": "0"}
    page = page_of(office.post(to("report-schedule"), words, follow=True))
    assert "变更尚未生效" in page.text
    assert "采纳这项变更" not in page.buttons()
    row = page.row("月报")
    assert "放宽" in row.text
    assert "未设定" in row.text

    schedule = ReportSchedule.objects.get()
    here = to("report-schedule-change", schedule.pk)
    assert here in page_of(admin.get(to("report-recipients"))).button("查看报送时间变更")
    shown = page_of(admin.get(here))
    digest = {"hash": shown.field("hash")}
    done = page_of(admin.post(to("report-schedule-adopt", schedule.pk), digest, follow=True))
    assert "已采纳" in done.text
    assert ReportSchedule.objects.get().monthly_day is None
