"""复查、复核: asked for after an answer, twice at most."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionStage
from huiying.reasons.reason import Reason
from huiying.work.petitions.periods.actions.ask_review import ask_review
from huiying.work.petitions.periods.actions.settle import settle_petition
from tests.factories import T0
from tests.work.petitions.periods.steps import DAY, TODAY, accepted, answered

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
SUPERIOR = "云川区人民政府"


def ask(row, *, officer=None, day=TODAY, superior=SUPERIOR):
    return ask_review(petition=row, asked=day, superior=superior, officer=officer, now=T0)


def test_an_answer_is_owed_anew_by_the_superior_body(yunchuan):
    row = answered(yunchuan)
    clock = ask(row)
    assert (clock.rule_code, clock.holder_name) == ("PETITION_REVIEW", SUPERIOR)
    assert (row.stage, row.settled_at) == (PetitionStage.UNDER_REVIEW, None)


def test_the_second_review_is_the_last(yunchuan):
    row = answered(yunchuan)
    for _step in ("复查", "复核"):
        ask(row, officer=yunchuan.lu)
        settle_petition(
            petition=row,
            stage=PetitionStage.ANSWERED,
            at=T0,
            reason=Reason("clocks.opinion_delivered"),
            officer=yunchuan.lu,
            now=T0,
        )
    with pytest.raises(Refused, match="终结意见"):
        ask(row)


def test_nothing_is_reviewed_before_it_was_answered(yunchuan):
    with pytest.raises(Refused, match="已答复"):
        ask(accepted(yunchuan))


@pytest.mark.parametrize(
    ("day", "superior", "words"),
    [(TODAY - DAY, SUPERIOR, "不得早于答复日期"), (TODAY, " ", "上一级机关")],
)
def test_a_day_and_a_body_are_named(yunchuan, day, superior, words):
    with pytest.raises(Refused, match=words):
        ask(answered(yunchuan), day=day, superior=superior)
