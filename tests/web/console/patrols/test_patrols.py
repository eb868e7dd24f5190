"""日常巡查 on the screens: planned, done from the desk, missed for good, exported."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from huiying.policy.time.zone import LOCAL
from huiying.work.collection.patrols.models import Patrol, PatrolFinding, PatrolPlan
from tests.web.clients import signed_in
from tests.web.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TUESDAY = datetime(2026, 11, 24, tzinfo=LOCAL)
PLAN = {
    "name": "本地论坛",
    "places": "民生求助版 | https://bbs.example.cn/f3 | 论坛\n短视频评论",
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


def record(client, plan, when, *looked, **form):
    """Send the form of a round with these places ticked."""
    keys = [place.pk for place in plan.places.all() if place.name in looked]
    return press(client, "record", plan, when, looked=keys, **form)


def words(response):
    return Page(response.content.decode()).text


def log(client, **asked):
    return words(client.get(reverse("console:patrols"), asked))


@pytest.mark.clause("5c")
def test_a_look_without_findings_is_recorded_from_the_desk(yunchuan, plan, clock_at):
    clock_at(8, 35)
    desk = signed_in(yunchuan.lu)
    assert "待巡查 本地论坛 民生求助版 · 短视频评论 开始巡查" in words(desk.get("/desk/"))

    record(desk, plan, slot(8, 30), all="1")

    assert "按时" in log(desk)
    assert "已巡查，无异常 陆知远" in log(desk)
    assert "未到时间 本地论坛" in words(desk.get("/desk/"))  # the next one


@pytest.mark.clause("5c", "5f")
def test_what_nobody_did_is_missed_and_an_explanation_does_not_undo_it(
    yunchuan, plan, clock_at
):
    clock_at(10, 5)
    client = signed_in(yunchuan.lu)

    late = record(client, plan, slot(8, 30), all="1")
    assert "不得补登为已巡查" in words(client.get(late.url))
    empty = press(client, "explain", plan, slot(8, 30), note="")
    assert empty.status_code == 200  # asked again
    press(client, "explain", plan, slot(8, 30), note="停电")

    shown = log(client, missed="1")
    assert "漏巡 1" in shown
    assert "未巡查，已说明 ：停电" in shown or "未巡查，已说明：停电" in shown


def test_what_was_found_is_noted_with_the_round(yunchuan, plan, clock_at):
    clock_at(9, 10)
    client = signed_in(yunchuan.lu)

    record(client, plan, slot(8, 30), all="1", note="多人问预约要不要手机")

    assert "迟做" in log(client)
    assert "已巡查，有发现 ：多人问预约要不要手机" in log(client).replace("发现：", "发现 ：")


@pytest.mark.clause("5c", "5f")
def test_a_place_that_was_not_ticked_is_left_out_and_the_round_is_not_without_findings(
    yunchuan, plan, clock_at
):
    clock_at(8, 35)
    client = signed_in(yunchuan.lu)

    answer = record(client, plan, slot(8, 30), "民生求助版", ticked="1")

    assert "漏看 1 处" in words(client.get(answer.url))
    row = Page(client.get(reverse("console:patrols")).content.decode()).row("陆知远")
    assert "漏看 1 处" in row.text
    assert "无异常" not in row.text
    shown = round_page(client, plan, slot(8, 30))
    assert "已看" in shown.row("民生求助版").text
    assert "漏看" in shown.row("短视频评论").text


def test_a_round_in_which_nothing_was_ticked_is_not_recorded(yunchuan, plan, clock_at):
    clock_at(8, 35)
    client = signed_in(yunchuan.lu)

    answer = record(client, plan, slot(8, 30), ticked="1")

    assert "未勾选任何一处" in words(client.get(answer.url))
    assert not Patrol.objects.exists()


def test_a_place_opens_in_its_own_tab_and_tells_it_nothing(yunchuan, plan, clock_at):
    clock_at(8, 35)

    shown = round_page(signed_in(yunchuan.lu), plan, slot(8, 30))

    link = shown.row("民生求助版")
    assert 'href="https://bbs.example.cn/f3"' in link
    assert 'target="_blank"' in link
    assert 'rel="noopener noreferrer"' in link
    assert shown.buttons().count("按勾选登记") == 1


@pytest.mark.clause("5c", "5d")
def test_a_finding_becomes_a_post_with_its_link_in_one_act(yunchuan, plan, clock_at):
    clock_at(8, 35)
    client = signed_in(yunchuan.lu)
    place = plan.places.get(name="民生求助版")
    url = reverse("console:patrol-finding", args=[place.pk, slot(8, 30)])
    assert '<option value="论坛" selected>' in client.get(url).content.decode()

    answer = client.post(
        url,
        {
            "title": "预约",
            "text": "多人问网上预约打不开怎么办",
            "url": "https://bbs.example.cn/t/9",
            "channel": "论坛",
            "noticed_at": "2026-11-24T08:35",
        },
    )

    assert answer.url == reverse("console:patrol-round", args=[plan.pk, slot(8, 30)])
    post = PatrolFinding.objects.get().post
    assert (post.url, post.channel) == ("https://bbs.example.cn/t/9", "论坛")
    assert "1 条" in round_page(client, plan, slot(8, 30)).row("民生求助版").text
    record(client, plan, slot(8, 30), all="1")  # a round with a finding is not one without
    assert "已巡查，有发现" in log(client)


def round_page(client, plan, when):
    url = reverse("console:patrol-round", args=[plan.pk, when])
    return Page(client.get(url).content.decode())


def test_who_only_reads_sees_the_round_and_cannot_tick(yunchuan, plan, clock_at):
    clock_at(8, 35)
    client = signed_in(yunchuan.leader)

    assert "按勾选登记" not in round_page(client, plan, slot(8, 30)).text
    assert record(client, plan, slot(8, 30), all="1").status_code == 403


@pytest.mark.parametrize(
    ("places", "says"),
    [
        ("甲 | http://bbs.example.cn/f3", "第 1 行：网址须以 https:// 开头"),
        ("甲版 | https://a:b@bbs.example.cn/", "网址须以 https:// 开头，不含口令"),
        ("甲版 | javascript:alert(1)", "网址须以 https:// 开头"),
        ("甲版 | https://weibo.com/u/1669879400", "网址指向个人主页"),
        ("甲版 | https://cloudcat.lofter.com/", "网址指向个人主页"),
        ("民生版\n王小明的主页", "第 2 行：名称疑似个人姓名"),
        ("民生版 | https://bbs.example.cn/ | 没有的平台", "不在平台名单内"),
        ("民生版\n民生版", "重复"),
        ("\n".join(f"民生版{n}" for n in range(41)), "最多 40 处"),
    ],
)
def test_places_that_cannot_be_or_are_a_person_are_refused(yunchuan, clock_at, places, says):
    answer = signed_in(yunchuan.shen).post(
        reverse("console:patrol-plan-add"), {**PLAN, "places": places}
    )

    assert says in words(answer)
    assert not PatrolPlan.objects.exists()


def test_a_plan_that_is_changed_shows_its_places_as_they_were_typed(yunchuan, plan, clock_at):
    page = signed_in(yunchuan.shen).get(reverse("console:patrol-plan-change", args=[plan.pk]))

    assert PLAN["places"] in page.content.decode()


def test_a_double_click_records_one_look(yunchuan, plan, clock_at):
    clock_at(8, 35)
    client = signed_in(yunchuan.lu)
    record(client, plan, slot(8, 30), all="1")

    again = record(client, plan, slot(8, 30), all="1")

    assert Patrol.objects.count() == 1
    assert "本次巡查已登记。" in words(client.get(again.url))


@pytest.mark.parametrize("when", [slot(8, 31), slot(17), 0, 10**17])
def test_a_time_that_is_not_due_cannot_be_recorded(yunchuan, plan, clock_at, when):
    clock_at(8, 35)

    record(signed_in(yunchuan.lu), plan, when, all="1")

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
    record(client, plan, slot(8, 30), all="1", note="=HYPERLINK(1)")

    table = client.get(reverse("console:patrols"), {"format": "csv"}).content.decode()

    assert "2026-11-24 08:30,本地论坛,按时,已巡查，有发现,0,'=HYPERLINK(1),陆知远" in table


def test_where_nothing_is_planned_the_desk_is_silent_and_the_page_says_what_to_do(
    yunchuan, clock_at
):
    client = signed_in(yunchuan.lu)

    assert "h-patrols" not in client.get("/desk/").content.decode()
    assert "暂无巡查安排。" in log(client)
