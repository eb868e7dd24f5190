"""Every clock explains itself on a page of its own, and its holder may say that he is on it."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.jobs.clocks import ladder
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at(time):
    def at(minutes):
        time.set(T0 + minutes * MINUTE)
        return T0 + minutes * MINUTE

    at(3)
    return at


@pytest.fixture
def incident(yunchuan):
    return incident_of(yunchuan, QUEUE, grade=Grade.MAJOR)


def words_on(officer, row):
    return page_of(signed_in(officer).get(f"/desk/clocks/{row.pk}/")).text


def say(officer, row):
    return signed_in(officer).post(f"/desk/clocks/{row.pk}/acknowledge/", follow=True)


@pytest.mark.clause("2(2)a", "4(3)c")
def test_a_clock_says_from_when_on_what_ground_by_which_rule_and_in_whose_hands(
    incident, yunchuan, at
):
    page = words_on(yunchuan.leader, incident.notice_clock)

    assert "通报 · 30 分钟" in page
    assert "重大自首次建议或决定为重大时起" in page
    assert "《制度》第四条第（三）项 · 制度" in page
    assert "规则第 1 版 · 按开始时的规则执行，此后修改不影响。" in page
    assert "按分钟和小时昼夜连续计算，不扣除节假日。" in page
    assert "用时分布" in page
    assert "值班员" in page


@pytest.mark.clause("4(3)c")
def test_the_ladder_shows_whom_each_rung_told_and_what_is_still_to_come(incident, yunchuan, at):
    row = incident.notice_clock
    for minutes in (18, 27):
        ladder.turn(at(minutes))

    page = words_on(yunchuan.lu, row)

    assert "告知：经办人 陆知远。" in page
    assert "告知：副组长 程望舒。" in page
    assert "100% 组长 未到提醒时间。" in page


def test_a_rung_that_should_have_fired_and_did_not_is_shown_as_such(incident, yunchuan, at):
    at(20)

    assert "应提醒未提醒" in words_on(yunchuan.lu, incident.notice_clock)


def test_the_holder_says_that_it_is_being_done_and_the_clock_goes_on(incident, yunchuan, at):
    row = incident.notice_clock

    page = html.unescape(say(yunchuan.lu, row).content.decode())

    assert "已标记办理中，15 分钟内有效。时限继续计算，以实际完成为准。" in page
    assert "有效到 10:18" in page
    desk = html.unescape(signed_in(yunchuan.leader).get("/desk/?view=duty").content.decode())
    assert "陆知远 10:03 标记办理中" in desk
    row.refresh_from_db()
    assert row.state == ClockState.RUNNING
    assert AuditRecord.objects.filter(verb="clock.acknowledged").count() == 1
    at(19)
    assert "已失效" in words_on(yunchuan.lu, row)


def test_who_does_not_hold_it_has_no_button_and_cannot_say_so(incident, yunchuan, at):
    row = incident.notice_clock

    assert (
        "acknowledge"
        not in signed_in(yunchuan.leader).get(f"/desk/clocks/{row.pk}/").content.decode()
    )
    assert "或当前经办已变更" in html.unescape(say(yunchuan.leader, row).content.decode())
    assert not row.acks.exists()


def test_a_period_in_working_days_names_the_days_off_it_passed_over(yunchuan, at):
    friday = T0 + timedelta(days=3)
    incident = incident_of(yunchuan, QUEUE, now=friday)
    notice = notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="请核实。",
        officer=yunchuan.lu,
        now=friday + 3 * MINUTE,
    )
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=friday + 4 * MINUTE,
        officer=yunchuan.lu,
        now=friday + 4 * MINUTE,
    )
    sign_notice(notice=notice, officer=yunchuan.water, now=friday + 5 * MINUTE)

    page = words_on(yunchuan.water, notice.report_clock)

    assert "跨过放假的日子：11-28、11-29。" in page


def test_why_a_clock_stopped_is_english_on_an_english_page(incident, yunchuan, at):
    notice = notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        officer=yunchuan.lu,
        guidance="请核实。",
        now=at(4),
    )
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=at(5),
        officer=yunchuan.lu,
        now=at(5),
    )
    client = signed_in(yunchuan.lu)
    client.cookies["django_language"] = "en"

    for address in (
        f"/desk/incidents/{incident.number}/?tab=all",
        f"/desk/clocks/{notice.notice_clock.pk}/",
    ):
        page = client.get(address).content.decode()
        assert "Delivered by phone" in page
        assert "电话送达" not in page


def test_the_page_is_reached_from_the_incident_and_from_the_desk(incident, yunchuan, at):
    client = signed_in(yunchuan.lu)

    for address in (f"/desk/incidents/{incident.number}/?tab=all", "/desk/"):
        assert (
            f"/desk/clocks/{incident.notice_clock_id}/" in client.get(address).content.decode()
        )


def test_who_may_not_see_the_matter_does_not_see_its_clock(incident, yunchuan, linxi, at):
    row = incident.notice_clock

    for officer, status in ((yunchuan.window, 403), (yunchuan.admin, 403), (linxi.lu, 404)):
        client = signed_in(officer)
        assert client.get(f"/desk/clocks/{row.pk}/").status_code == status
        assert client.post(f"/desk/clocks/{row.pk}/acknowledge/").status_code == status
