"""转送、交办: who is competent hears of it, and holds the time from then on."""

from __future__ import annotations

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.time.petitions import ForwardManner
from huiying.work.petitions.core.models import PetitionStep
from tests.factories import T0
from tests.scenarios.petitions import submit
from tests.work.petitions.periods.steps import DAY, TODAY, forward, registered

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_a_claim_ends_the_bureaus_days_and_begins_the_bodys(yunchuan):
    row = registered(yunchuan)
    registration = row.clock

    receipt = forward(yunchuan, row)

    registration.refresh_from_db()
    assert registration.state == ClockState.MET
    assert (receipt.rule_code, receipt.holder_unit) == ("PETITION_RECEIPT", yunchuan.waterworks)
    assert row.stage == PetitionStage.FORWARDED


def test_a_question_keeps_its_one_period_in_the_hands_of_the_unit(yunchuan):
    row = registered(yunchuan, PetitionKind.QUESTION)
    before = row.clock

    after = forward(yunchuan, row)

    assert after == before, "who asked waits no longer because it was passed on"
    after.refresh_from_db()
    assert after.state == ClockState.RUNNING
    assert after.holder_unit == yunchuan.waterworks


def test_who_sent_it_reads_to_whom_it_went(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    step = PetitionStep.objects.get(petition=row, kind="FORWARDED")
    assert step.data == {"unit": yunchuan.waterworks.name, "day": "2026-11-24"}


def test_nothing_goes_on_before_its_text_was_checked(yunchuan):
    row = submit(yunchuan).row
    with pytest.raises(Refused, match="请先登记"):
        forward(yunchuan, row)


@pytest.mark.parametrize(
    ("day", "manner", "due", "words"),
    [
        (TODAY - DAY, ForwardManner.TRANSFERRED, None, "不得早于收到日期"),
        (TODAY - 9 * DAY, ForwardManner.TRANSFERRED, None, "补登理由"),
        (TODAY + DAY, ForwardManner.TRANSFERRED, None, "不得晚于今日"),
        (TODAY, ForwardManner.ASSIGNED, None, "反馈结果的日期"),
        (TODAY, ForwardManner.ASSIGNED, TODAY, "反馈结果的日期"),
    ],
)
def test_days_that_cannot_be_are_refused(yunchuan, day, manner, due, words):
    row = registered(yunchuan)
    with pytest.raises(Refused, match=words):
        forward(yunchuan, row, day, manner, due=due)
    row.refresh_from_db()
    assert row.stage == PetitionStage.REGISTERED


def test_it_is_forwarded_once_and_never_from_a_stale_page(yunchuan):
    row = registered(yunchuan)
    seen = row.revision
    forward(yunchuan, row, revision=seen)
    with pytest.raises(Refused, match="不在待转送"):
        forward(yunchuan, row)

    other = registered(yunchuan)
    other.revision += 1
    with pytest.raises(Stale):
        forward(yunchuan, other, now=T0)
