"""可能的风险点 on screen: a lesson of a closed incident is proposed until it is registered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.closing.cases import CaseKind
from huiying.web.console.risks.proposals import LESSONS_OF, proposal_rows
from huiying.work.closing.reviews.actions.write_review import (
    ReviewText,
    add_lesson,
    finish_review,
    settle_lesson,
    start_review,
)
from huiying.work.prevention.risks.actions.register import register_risk
from huiying.work.prevention.risks.models import RiskOrigin
from tests.factories import T0
from tests.scenarios.closing import make_closed_incident
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.steps import later, typed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]
SAID = ReviewText(CaseKind.WINDOW, "三号窗口排队两个小时。", "当天加派人手。", "没有叫号屏。")


@pytest.fixture(autouse=True)
def _now(time):
    return time


@pytest.fixture
def lesson(yunchuan):
    incident = make_closed_incident(yunchuan)
    review = start_review(incident=incident, text=SAID, officer=yunchuan.shen, now=T0)
    row = add_lesson(
        review=review,
        text="一个月内装好叫号屏。",
        unit=yunchuan.reception,
        due=(T0 + timedelta(days=30)).date(),
        officer=yunchuan.shen,
        now=T0,
    )
    finish_review(review=review, officer=yunchuan.shen, now=T0)
    return row


def shown(officer, now=T0):
    rows = proposal_rows(officer, now)
    return [row.title for row in rows if row.origin == str(RiskOrigin.LESSON.label)]


def test_a_lesson_is_proposed_to_its_unit_and_the_office_until_it_is_registered(
    yunchuan, lesson
):
    page = page_of(signed_in(yunchuan.window).get(reverse("console:risk-proposals")))
    assert lesson.text in page.panel("proposals").text
    assert shown(yunchuan.shen) == [lesson.text]
    assert shown(yunchuan.water) == []

    register_risk(
        wanted=typed(yunchuan.window, title="叫号屏未装好，窗口排队久", topic="来访登记"),
        officer=yunchuan.window,
        now=T0,
        origin=RiskOrigin.LESSON,
        origin_ref=f"{lesson.review.number}.{lesson.pk}",
    )

    assert shown(yunchuan.shen) == []


def test_a_lesson_that_was_done_long_ago_is_proposed_no_more(yunchuan, lesson):
    settle_lesson(lesson=lesson, how="已装好。", officer=yunchuan.shen, now=later(days=1))

    assert shown(yunchuan.shen, later(days=2)) == [lesson.text]
    assert shown(yunchuan.shen, later(days=2) + LESSONS_OF) == []
