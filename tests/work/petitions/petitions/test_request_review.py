"""Asking for 复查 and 复核 by the code: within 30 days of the answer, twice at most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.time.deadlines import PETITION_REVIEW
from huiying.policy.time.petitions import ReviewStep
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.petitions.periods.actions.settle import settle_petition
from huiying.work.petitions.petitions.actions.request_review import (
    request_review,
    review_until,
)
from tests.factories import T0
from tests.scenarios.handled_petitions import answered
from tests.scenarios.petitions import submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
DAY = timedelta(days=1)
ASKED = T0 + 2 * DAY


def test_the_thirty_days_of_the_superior_body_begin(yunchuan):
    row = answered(yunchuan)
    request_review(petition=row, now=ASKED, revision=row.revision)
    assert row.stage == PetitionStage.UNDER_REVIEW
    assert row.clock.rule_code == PETITION_REVIEW
    assert row.clock.holder == "来访接待科的上一级机关"


def test_it_can_be_asked_for_within_thirty_days_of_the_answer(yunchuan):
    row = answered(yunchuan)
    until = review_until(row, T0)
    assert (
        until.astimezone(LOCAL).date() >= (row.settled_at + 30 * DAY).astimezone(LOCAL).date()
    )
    with pytest.raises(Refused, match="满 30 日"):
        request_review(petition=row, now=until + timedelta(seconds=1))
    request_review(petition=row, now=until)


def test_a_question_and_what_was_not_answered_have_no_review(yunchuan):
    question = submit(yunchuan, kind=PetitionKind.QUESTION).row
    claim = submit(yunchuan).row
    for row in (question, claim):
        assert review_until(row, T0) is None
        with pytest.raises(Refused, match="不能申请"):
            request_review(petition=row, now=T0)


def test_after_the_re_review_there_is_none(yunchuan):
    row = answered(yunchuan)
    for step in (ReviewStep.REVIEW, ReviewStep.RE_REVIEW):
        request_review(petition=row, now=ASKED)
        assert row.review_step == step
        settle_petition(
            petition=row,
            stage=PetitionStage.ANSWERED,
            at=ASKED,
            reason=Reason("clocks.answered"),
            officer=yunchuan.lu,
            now=ASKED,
        )
    assert review_until(row, ASKED) is None


def test_from_two_places_only_the_first_counts(yunchuan):
    row = answered(yunchuan)
    with pytest.raises(Stale):
        request_review(petition=row, now=ASKED, revision=row.revision - 1)
