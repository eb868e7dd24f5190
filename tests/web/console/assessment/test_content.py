"""What posts say on the pages of a matter: claims worth checking, kind and attitude."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import (
    candidate_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
RUMOUR = [
    "网传青石家园自来水厂泄漏导致全小区12人中毒，是真的吗？没人管，太失望了",
    "投诉青石家园自来水发黄，网传自来水厂泄漏，物业瞒报，没人管，气愤",
    "投诉青石家园自来水发黄有铁锈味，没人管，物业不处理",
]


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


def page_for(officer, name, key):
    return page_of(signed_in(officer).get(reverse(f"console:{name}", args=[key]) + "?tab=all"))


@pytest.mark.clause("5d")
def test_the_sentence_most_worth_checking_comes_first_with_its_reasons_and_its_post(yunchuan):
    row = candidate_of(yunchuan, RUMOUR)

    part = page_for(yunchuan.lu, "candidate", row.event_id).panel("claims")

    first = part.having('class="hy-li hy-li-act"')[0].text
    assert "网传青石家园自来水厂泄漏导致全小区12人中毒" in first
    for reason in ("传闻：“网传”", "要求证实：“是真的吗”", "伤亡："):
        assert reason in first
    told = Placement.objects.get(post__text__contains="是真的吗")
    assert reverse("console:copies", args=[told.group_id]) in part
    assert "按可核实程度排列，不判断真假" in part.text
    assert not re.search("谣言|不实|属实|真实|虚假", part.text)


def test_where_nothing_can_be_checked_there_is_no_panel(yunchuan):
    incident = incident_of(
        yunchuan, [f"青石广场的路灯又不亮了，晚上走路真怕{end}" for end in "啊呀呢"]
    )

    page = page_for(yunchuan.lu, "incident", incident.number)

    assert not page.has_panel("claims")
    assert page.has_panel("posts")


@pytest.mark.clause("5e")
def test_a_unit_can_be_asked_to_verify_a_sentence(yunchuan):
    incident = incident_of(yunchuan, RUMOUR)
    part = page_for(yunchuan.lu, "incident", incident.number).panel("claims")
    address = re.search(r'href="([^"]*/ask/[^"]*\?check=[^"]+)"', part)[1]

    form = page_of(signed_in(yunchuan.lu).get(address))

    assert "要核实的说法" in form
    assert escape("网传青石家园自来水厂泄漏导致全小区12人中毒") in form


def test_who_may_not_ask_is_not_offered_it(yunchuan):
    incident = incident_of(yunchuan, RUMOUR)

    part = page_for(yunchuan.leader, "incident", incident.number).panel("claims")

    assert part
    assert "check=" not in part


@pytest.mark.clause("2(1)b")
@pytest.mark.parametrize("name", ["candidate", "incident"])
def test_the_kind_is_shown_with_its_reason_and_no_tone_that_decides_nothing(yunchuan, name):
    incident = incident_of(yunchuan, RUMOUR)
    key = incident.number if name == "incident" else incident.candidates.get().event_id

    said = page_for(yunchuan.lu, name, key).panel("tone").text

    assert "投诉" in said
    assert "“没人管”" in said
    assert "语气" not in said
    assert "3 条中 " in said
    assert "不计入等级" in said


def test_rows_of_posts_carry_the_kind_as_a_label_and_the_post_its_reason(yunchuan):
    candidate_of(yunchuan, RUMOUR)
    lu = signed_in(yunchuan.lu)

    rows = page_of(lu.get(reverse("console:posts")))
    angry = Placement.objects.get(post__text__contains="气愤")
    detail = page_of(lu.get(reverse("console:copies", args=[angry.group_id]))).text

    assert '<span class="hy-tag">投诉</span>' in rows
    assert "语气" not in rows
    assert "语气" not in detail


def test_the_reason_of_a_kind_stands_on_the_page_of_the_post(yunchuan, now):
    (key,) = submit_posts(yunchuan, "表扬三号窗口，点赞，热情周到，很满意，谢谢，感谢", now=now)
    run_stream(yunchuan, now=now)

    detail = page_of(signed_in(yunchuan.lu).get(reverse("console:copies", args=[key])))

    assert '<span class="hy-tag">表扬</span>' in detail
    assert "依据：“" in detail


@pytest.mark.clause("5d")
def test_the_register_and_the_desk_show_what_most_posts_want(yunchuan, now):
    lu = signed_in(yunchuan.lu)
    row = candidate_of(yunchuan, RUMOUR)
    tag = '<span class="hy-tag">投诉</span>'
    assert tag in page_of(lu.get(reverse("console:desk")))

    confirm_with_second(
        candidate=row, grade=Grade(row.proposed_grade), reason="", officer=yunchuan.lu, now=now
    )
    assert tag in page_of(lu.get(reverse("console:incidents")))


def test_a_unit_reads_nothing_that_was_made_of_posts(yunchuan, now):
    incident = incident_of(yunchuan, RUMOUR)
    notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )

    page = page_for(yunchuan.water, "incident", incident.number)

    assert not page.has_panel("claims")
    assert not page.has_panel("tone")
