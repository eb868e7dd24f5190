"""Casualties, loss and the severity of the emergency event on the pages of a matter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.incidents.grading.requests import request_hash
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import (
    QUEUE,
    candidate_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
COLLAPSE = [
    "柳河路一号厂房坍塌,现场12人死亡,20人受伤,请速救援",
    "柳河路一号厂房坍塌了,亲戚说12人死亡,医院里都是人",
    "柳河路一号厂房坍塌,消防都来了,家属在外面等",
]
PUPIL = [
    "云川二小教学楼雨棚掉下来，砸伤一名学生",
    "云川二小雨棚掉下来了，家长说砸伤1名学生",
    "云川二小教学楼雨棚掉下来，请区住建局尽快处理",
]
CORRECTION = "柳河路一号厂房坍塌最新通报,死亡人数由12人更正为2人"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


def page_for(client, name, key):
    return page_of(client.get(reverse(f"console:{name}", args=[key]) + "?tab=all"))


def sign(client, incident, **form):
    return client.post(
        reverse("console:severity", args=[incident.number]),
        {
            "reason": "",
            "event_kind": "production_safety",
            "version": incident.revision,
            **form,
        },
    )


@pytest.mark.clause("5b")
def test_a_candidate_shows_the_level_with_the_words_and_the_post_that_say_it(yunchuan):
    row = candidate_of(yunchuan, COLLAPSE)

    part = page_for(signed_in(yunchuan.lu), "candidate", row.event_id).panel("casualties")

    assert "生产安全事故 “柳河路一号厂房坍塌”" in part.text
    assert "国务院令第493号第三条" in part.text
    assert "重大（Ⅱ 级）" in part.text
    assert "“现场12人死亡”" in part.text
    assert "“20人受伤”" in part.text
    first = Placement.objects.get(post__text__contains="现场")
    assert reverse("console:copies", args=[first.group_id]) in part


@pytest.mark.clause("6a")
def test_one_injured_pupil_shows_its_kind_and_no_level_of_a_law_for_others(yunchuan):
    row = candidate_of(yunchuan, PUPIL)

    said = page_for(signed_in(yunchuan.lu), "candidate", row.event_id).panel("casualties").text

    assert "其他事故 “云川二小教学楼雨棚掉下来”" in said
    assert "伤病 1 人" in said
    assert "无级别建议" in said
    assert "国务院令第493号不适用于此类事件" in said
    assert "由本级预案确定" in said
    assert "级）" not in said


def test_the_form_starts_with_the_kind_of_the_posts_and_names_the_basis(yunchuan):
    incident = incident_of(yunchuan, PUPIL)
    lu = signed_in(yunchuan.lu)

    page = page_for(lu, "severity", incident.number)

    assert re.search(r'<option value="other_accident"[^>]*selected', page)
    assert re.search(r'value="NONE"[^>]*checked', page)
    assert "系统建议的类型：其他事故，依据“云川二小教学楼雨棚掉下来”" in page.text
    assert "国务院令第493号不适用于此类事件" in page.text


def test_a_level_by_the_own_plan_is_shown_with_its_kind_and_its_basis(yunchuan):
    incident = incident_of(yunchuan, PUPIL)
    lu = signed_in(yunchuan.lu)

    sign(lu, incident, level="IV", event_kind="other_accident", reason="区总体预案第二章")

    part = page_for(lu, "incident", incident.number).panel("casualties").text
    assert "一般（Ⅳ 级），其他事故" in part
    assert "由本级预案确定" in part


def test_a_level_without_a_kind_comes_back(yunchuan):
    incident = incident_of(yunchuan, COLLAPSE, grade=Grade.MAJOR)

    answer = sign(signed_in(yunchuan.lu), incident, level="II", event_kind="")

    assert answer.status_code == 409
    assert "须选择事件类型" in page_of(answer, 409)


def test_a_correction_is_shown_with_what_it_took_back(yunchuan, now):
    row = candidate_of(yunchuan, COLLAPSE)
    submit_posts(yunchuan, CORRECTION, now=now + timedelta(minutes=3))
    run_stream(yunchuan, now=now + timedelta(minutes=4))

    said = page_for(signed_in(yunchuan.lu), "candidate", row.event_id).panel("casualties").text

    assert "更正，原为 12" in said
    assert "死亡人数由12人更正为2人" in said
    assert "其他说法：" in said
    assert "较大（Ⅲ 级）" in said, "twenty are hurt still"


def test_what_no_post_states_is_said_to_be_unknown_and_never_none(yunchuan):
    row = candidate_of(yunchuan, QUEUE)

    said = page_for(signed_in(yunchuan.lu), "candidate", row.event_id).panel("casualties").text

    assert "没有写明，不等于没有" in said
    assert "类型未定" not in said, "posts that speak of no event need no word on its kind"
    assert "级）" not in said


def test_an_officer_signs_the_level_and_the_page_and_the_record_say_so(yunchuan):
    incident = incident_of(yunchuan, COLLAPSE, grade=Grade.MAJOR)
    lu = signed_in(yunchuan.lu)
    address = reverse("console:incident", args=[incident.number]) + "?tab=all"
    before = page_of(lu.get(address))
    assert "未列为突发事件" in before.text
    assert 'title="系统建议重大（Ⅱ 级），待确认"' in before

    assert sign(lu, incident, level="II").status_code == 302

    after = page_of(lu.get(address))
    assert "陆知远签署突发事件级别：重大（Ⅱ 级），生产安全事故" in after.text
    assert 'title="权威信息须在发现后 5 小时内发布"' in after
    assert "权威信息发布 · 5 小时" in after.text
    assert "未列为突发事件" not in after.text


def test_a_lighter_level_waits_on_the_page_until_a_leader_has_signed_it(yunchuan):
    incident = incident_of(yunchuan, COLLAPSE, grade=Grade.MAJOR)
    lu, cheng = signed_in(yunchuan.lu), signed_in(yunchuan.cheng)
    address = reverse("console:incident", args=[incident.number]) + "?tab=all"
    sign(lu, incident, level="II")
    incident.refresh_from_db()

    sign(lu, incident, level="III", reason="核实后死亡 3 人")

    waits = page_of(lu.get(address))
    assert "陆知远提出：突发事件级别改为较大（Ⅲ 级），生产安全事故。待另一人签署" in waits.text
    assert 'title="权威信息须在发现后 5 小时内发布"' in waits
    row = incident.grading_requests.get()
    request = reverse("console:grading-request", args=[row.signoff_id])
    press = reverse("console:grading-sign", args=[row.signoff_id])
    asker, other = (client.get(request).content.decode() for client in (lu, cheng))
    assert (press in asker, press in other) == (False, True)
    assert "理由：核实后死亡 3 人" in other
    assert "国务院令第493号第三条" in other
    assert "死亡 12 人：“" in other  # what posts state
    assert "公众反应" not in other  # how far it spread decides a grade, no severity
    assert "4 小时 50 分" in page_of(cheng.get(request)).text  # the clock that would end
    cheng.post(press, {"hash": request_hash(row)})
    after = page_of(lu.get(address))
    assert "程望舒签署突发事件级别改为较大（Ⅲ 级），生产安全事故：核实后死亡 3 人" in after.text
    assert "权威信息须在发现后 5 小时内发布" not in after


def test_another_level_without_a_reason_comes_back_with_what_was_typed(yunchuan):
    incident = incident_of(yunchuan, COLLAPSE, grade=Grade.MAJOR)
    lu = signed_in(yunchuan.lu)

    answer = sign(lu, incident, level="IV")

    assert answer.status_code == 409
    assert "请写明理由" in page_of(answer, 409)
    assert re.search(r'value="IV"[^>]*checked', page_of(answer, 409))
    incident.refresh_from_db()
    assert incident.severity == ""


def test_a_stale_page_signs_nothing_and_keeps_the_reason(yunchuan):
    incident = incident_of(yunchuan, COLLAPSE, grade=Grade.MAJOR)
    sign(signed_in(yunchuan.shen), incident, level="II")

    answer = sign(signed_in(yunchuan.lu), incident, level="I", reason="我的理由")

    assert answer.status_code == 409
    assert "我的理由" in page_of(answer, 409)
    incident.refresh_from_db()
    assert incident.severity == "II"


def test_a_unit_sees_the_signed_level_but_no_words_of_posts(yunchuan, now):
    incident = incident_of(yunchuan, COLLAPSE, grade=Grade.MAJOR)
    notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )
    sign(signed_in(yunchuan.lu), incident, level="II")

    water = signed_in(yunchuan.water)

    assert not page_for(water, "incident", incident.number).has_panel("casualties")
    page = page_of(
        water.get(reverse("console:incident", args=[incident.number]) + "?tab=all")
    ).text
    assert "重大（Ⅱ 级）" in page
    assert "“现场12人死亡”" not in page
