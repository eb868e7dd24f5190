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
from huiying.work.prevention.decisions.actions.announce_decision import announce_decision
from huiying.work.prevention.decisions.risk_proposals import (
    ANNOUNCED_WITHIN,
    proposals_of_decisions,
)
from huiying.work.prevention.risks.actions.register import register_risk
from huiying.work.prevention.risks.models import RiskOrigin
from tests.factories import T0
from tests.scenarios.closing import make_closed_incident
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.decision_steps import announced, point_text, signed, today
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


def shown(officer, now=T0, origin=RiskOrigin.LESSON):
    rows = proposal_rows(officer, now)
    return [row.title for row in rows if row.origin == str(origin.label)]


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


def test_the_doubts_about_an_announced_decision_are_proposed_to_their_unit(yunchuan):
    waiting = signed(yunchuan)
    assert shown(yunchuan.shen, origin=RiskOrigin.DECISION) == []

    announce_decision(
        decision=waiting, on=today(), where="区政府网站", officer=yunchuan.shen, now=T0
    )

    assert point_text(yunchuan).doubt in shown(yunchuan.window, origin=RiskOrigin.DECISION)
    assert shown(yunchuan.water, origin=RiskOrigin.DECISION) == []
    long_after = T0 + ANNOUNCED_WITHIN + timedelta(days=2)
    assert shown(yunchuan.shen, long_after, RiskOrigin.DECISION) == []


def test_a_doubt_that_is_on_the_register_is_proposed_no_more(yunchuan):
    decision = announced(yunchuan)
    (first, *_others) = proposals_of_decisions(yunchuan.bureau.pk, T0)
    before = shown(yunchuan.shen, origin=RiskOrigin.DECISION)

    register_risk(
        wanted=typed(yunchuan.window, title=first.title),
        officer=yunchuan.window,
        now=T0,
        origin=RiskOrigin.DECISION,
        origin_ref=first.ref,
    )

    assert first.ref.startswith(decision.number)
    after = shown(yunchuan.shen, origin=RiskOrigin.DECISION)
    assert len(after) == len(before) - 1


def test_a_doubt_that_was_struck_or_low_from_the_start_is_not_proposed(yunchuan):
    decision = announced(yunchuan)
    first, *others = decision.points.all()
    type(first).objects.filter(pk=first.pk).update(probability=1, impact=1)
    type(first).objects.filter(pk__in=[one.pk for one in others]).update(struck_at=T0)

    assert shown(yunchuan.shen, origin=RiskOrigin.DECISION) == []
