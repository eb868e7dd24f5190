"""领导统计: six numbers, three drawings, and what there is to decide."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.counters.models import CounterValue
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.grading.actions.regrade import regrade
from tests.base.clocks.test_distributions import clock, stored
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DAYS = {"from": "2026-11-15", "to": "2026-11-24"}


def page(officer, **asked):
    answer = signed_in(officer).get(reverse("console:figures-leader"), asked or DAYS)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def decide(text):
    section = text.split('aria-labelledby="h-decide"')[1].split("</section>")[0]
    return re.findall(r'<div class="hy-s13" dir="auto">(.*?)</div>', section)


def test_there_are_six_numbers_and_three_drawings(yunchuan, now):
    text = page(yunchuan.leader)

    names = re.findall(r"<dt>(.*?)</dt>", text)
    assert names == [
        "登记事件",
        "办结事件",
        "首次公开回应按时率",
        "通报按时率",
        "信访及时受理率",
        "信访按期办结率",
    ]
    drawings = re.findall(r'data-figure="(\w+)"', text)
    assert drawings == ["weeks", "multiples", "bars"]


def test_with_nothing_to_decide_the_page_says_so(yunchuan, now):
    assert "没有待签署、超时的事项，各项比率未下降。" in page(yunchuan.leader)


def test_what_waits_for_the_signature_is_named_and_opens(yunchuan, now):
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now)
    regrade(
        incident=incident,
        grade=Grade.ORDINARY,
        reason="已恢复供水",
        ground=GradeGround.VERIFIED,
        officer=yunchuan.lu,
        now=now + 3 * MINUTE,
    )
    text = page(yunchuan.cheng)
    waiting = [one for one in decide(text) if "待签署" in one]

    assert len(waiting) == 1
    assert incident.title in waiting[0]


def test_a_rate_that_fell_is_named_with_both_and_opens_its_rows(yunchuan, now):
    before, start = now - 12 * timedelta(days=1), now - timedelta(days=1)
    stored(yunchuan, [clock(yunchuan, before, MINUTE * 10) for _n in range(4)])
    stored(yunchuan, [clock(yunchuan, start, MINUTE * length) for length in (10, 40)])

    text = page(yunchuan.leader)

    assert "通报按时率降至 50%（1/2），上期为 100%（4/4）" in decide(text)
    assert "/desk/figures/rows/clocks/" in text


def test_a_rate_that_rose_or_has_no_data_is_nothing_to_decide(yunchuan, now):
    start = now - timedelta(days=1)
    stored(yunchuan, [clock(yunchuan, start, MINUTE * 40)])

    assert not [one for one in decide(page(yunchuan.leader)) if "降至" in one]
    assert CounterValue.objects.exists()


def test_what_is_late_is_said_and_opens_the_desk(yunchuan, now):
    late = clock(yunchuan, now - timedelta(days=1), MINUTE, state="RUNNING")
    late.save()

    assert "1 件事件超时未办" in decide(page(yunchuan.leader))
