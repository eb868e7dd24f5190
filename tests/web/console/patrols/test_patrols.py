"""日常巡查 on the screens: planned, done from the desk, missed for good, exported."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huiying.policy.time.zone import LOCAL
from huiying.work.collection.patrols.models import Patrol, PatrolPlan
from tests.web.clients import signed_in
from tests.web.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TUESDAY = datetime(2026, 11, 24, tzinfo=LOCAL)
PLAN = {
    "name": "本地论坛",
    "places": "民生求助版\n短视频评论",
    "times": "08:30 10:00，17:00",
    "weekdays": ["0", "1", "2", "3", "4", "5", "6"],
    "grace_minutes": "30",
}


@pytest.fixture
def clock_at(time):
    """Let the clock show a time of that Tuesday, or of a day after it."""

    def set_to(hour, minute=0, day=0):
        time.set(TUESDAY + timedelta(days=day, hours=hour, minutes=minute))

    set_to(8)
    return set_to


@pytest.fixture
def plan(yunchuan, clock_at):
    signed_in(yunchuan.shen).post(reverse("console:patrol-plan-add"), PLAN)
    return PatrolPlan.objects.get()


def slot(hour, minute=0, day=0):
    at = TUESDAY + timedelta(days=day, hours=hour, minutes=minute)
    return int(at.timestamp())


def press(client, name, plan, when, **form):
    return client.post(reverse(f"console:patrol-{name}", args=[plan.pk, when]), form)


def words(response):
    return Page(response.content.decode()).text


def log(client, **asked):
    return words(client.get(reverse("console:patrols"), asked))


@pytest.mark.clause("5c")
def test_a_look_without_findings_is_recorded_from_the_desk(yunchuan, plan, clock_at):
    clock_at(8, 35)
    desk = signed_in(yunchuan.lu)
    assert "待巡查 本地论坛 民生求助版 · 短视频评论 已巡查，无异常" in words(desk.get("/desk/"))

    press(desk, "nothing", plan, slot(8, 30))

    assert "按时" in log(desk)
    assert "已巡查，无异常 陆知远" in log(desk)
    assert "未到时间 本地论坛" in words(desk.get("/desk/"))  # the next one


@pytest.mark.clause("5c", "5f")
def test_what_nobody_did_is_missed_and_an_explanation_does_not_undo_it(
    yunchuan, plan, clock_at
):
    clock_at(10, 5)
    client = signed_in(yunchuan.lu)

    late = press(client, "nothing", plan, slot(8, 30))
    assert "不得补登为已巡查" in words(client.get(late.url))
    empty = press(client, "explain", plan, slot(8, 30), note="")
    assert empty.status_code == 200  # asked again
    press(client, "explain", plan, slot(8, 30), note="停电")

    shown = log(client, missed="1")
    assert "漏巡 1" in shown
    assert "未巡查，已说明 ：停电" in shown or "未巡查，已说明：停电" in shown


def test_a_finding_is_noted_and_leads_to_entering_the_post(yunchuan, plan, clock_at):
    clock_at(9, 10)

    answer = press(
        signed_in(yunchuan.lu), "found", plan, slot(8, 30), note="多人问预约要不要手机"
    )

    assert answer.url == reverse("console:post-enter")
    assert "迟做" in log(signed_in(yunchuan.lu))


def test_a_double_click_records_one_look(yunchuan, plan, clock_at):
    clock_at(8, 35)
    client = signed_in(yunchuan.lu)
    press(client, "nothing", plan, slot(8, 30))

    again = press(client, "nothing", plan, slot(8, 30))

    assert Patrol.objects.count() == 1
    assert "本次巡查已登记。" in words(client.get(again.url))


@pytest.mark.parametrize("when", [slot(8, 31), slot(17), 0, 10**17])
def test_a_time_that_is_not_due_cannot_be_recorded(yunchuan, plan, clock_at, when):
    clock_at(8, 35)

    press(signed_in(yunchuan.lu), "nothing", plan, when)

    assert not Patrol.objects.exists()


def test_a_changed_plan_does_not_change_what_was_missed(yunchuan, plan, clock_at):
    clock_at(12)
    client = signed_in(yunchuan.shen)
    url = reverse("console:patrol-plan-change", args=[plan.pk])

    client.post(url, {**PLAN, "times": "15:00"})
    stale = client.post(url, {**PLAN, "times": "16:00"})

    assert "巡查安排已被他人更新或停用，本次操作未执行" in words(stale)
    clock_at(17)
    assert "漏巡 2" in log(client)  # 08:30 and 10:00 of the former plan
    assert "15:00" in log(client)
    assert "16:00" not in log(client)


def test_an_ended_plan_asks_for_nothing_more(yunchuan, plan, clock_at):
    clock_at(9)
    client = signed_in(yunchuan.shen)

    client.post(reverse("console:patrol-plan-end", args=[plan.pk]))

    clock_at(12)
    assert "漏巡 1" in log(client)  # 08:30 only
    assert "h-patrols" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ("25:00", "“25:00”时间格式有误"),
        ("08:30 08:40", "两次之间要比宽限时间长"),
        ("   ", "请填写这一项"),
    ],
)
def test_times_that_cannot_be_are_said(yunchuan, clock_at, times, says):
    answer = signed_in(yunchuan.shen).post(
        reverse("console:patrol-plan-add"), {**PLAN, "times": times}
    )

    assert says in words(answer)
    assert not PatrolPlan.objects.exists()


def test_the_log_is_exported_without_formulas(yunchuan, plan, clock_at):
    clock_at(8, 35)
    client = signed_in(yunchuan.lu)
    press(client, "found", plan, slot(8, 30), note="=HYPERLINK(1)")

    table = client.get(reverse("console:patrols"), {"format": "csv"}).content.decode()

    assert "2026-11-24 08:30,本地论坛,按时,已巡查，有发现,'=HYPERLINK(1),陆知远" in table


def test_where_nothing_is_planned_the_desk_is_silent_and_the_page_says_what_to_do(
    yunchuan, clock_at
):
    client = signed_in(yunchuan.lu)

    assert "h-patrols" not in client.get("/desk/").content.decode()
    assert "暂无巡查安排。" in log(client)
