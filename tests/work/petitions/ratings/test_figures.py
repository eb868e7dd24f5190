"""及时受理、按期办结、满意 as counts: small ones hidden, withdrawals prove nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind, Satisfaction
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from huiying.work.petitions.ratings.actions.rate import RatingWords, rate_answer
from huiying.work.petitions.ratings.figures import petition_figures
from huiying.work.petitions.ratings.models import Rating
from tests.factories import T0
from tests.scenarios.handled_petitions import answered
from tests.scenarios.petitions import submit
from tests.work.petitions.code_replacements.steps import new_code_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
LATER = T0 + timedelta(days=30)


def figures(cast, now=T0 + timedelta(days=2)):
    return petition_figures(cast.bureau.pk, now)


def test_without_petitions_everything_is_nothing(yunchuan):
    found = figures(yunchuan)
    assert (found.accepted.total, found.decided.total, found.of_bureau.total) == (0, 0, 0)


def test_what_was_kept_in_time_is_counted_from_five_on(yunchuan):
    for _one in range(4):
        answered(yunchuan)
    assert figures(yunchuan).decided.total is None
    answered(yunchuan)
    found = figures(yunchuan)
    assert (found.decided.total, found.decided.in_time, found.decided.late) == (5, 5, 0)
    assert found.accepted.in_time == 10, "registered and accepted in time, each of five"


def test_what_still_runs_beyond_its_time_is_late(yunchuan):
    for _one in range(6):
        submit(yunchuan, kind=PetitionKind.QUESTION)
    assert figures(yunchuan).decided.total == 0
    found = figures(yunchuan, LATER).decided
    assert (found.total, found.in_time, found.late) == (6, 0, 6)


def test_a_withdrawal_is_no_success_of_the_bureau(yunchuan):
    for _one in range(6):
        withdraw_petition(petition=submit(yunchuan).row, now=T0)
    assert figures(yunchuan).accepted.total == 0


def test_ratings_of_bureau_and_units_stand_apart(yunchuan):
    for _one in range(6):
        words = RatingWords(Satisfaction.SATISFIED, Satisfaction.NOT)
        rate_answer(petition=answered(yunchuan), words=words, now=T0 + timedelta(days=2))
    found = figures(yunchuan)
    assert (found.of_bureau.satisfied, found.of_bureau.not_satisfied) == (6, 0)
    assert (found.of_units.satisfied, found.of_units.not_satisfied) == (0, 6)


def test_another_bureau_counts_for_itself(yunchuan, linxi):
    for _one in range(5):
        answered(yunchuan)
    assert figures(linxi).decided.total == 0


def test_a_rating_by_a_code_that_an_officer_has_seen_is_not_counted(yunchuan):
    later = T0 + timedelta(days=2)

    def rate(petition):
        words = RatingWords(Satisfaction.SATISFIED, Satisfaction.SATISFIED)
        rate_answer(petition=petition, words=words, now=later)

    for _one in range(5):
        rate(answered(yunchuan))
    visit = submit(yunchuan, channel=PetitionChannel.VISIT, officer=yunchuan.lu).row
    rate(answered(yunchuan, visit))
    replaced = answered(yunchuan)
    new_code_of(yunchuan, replaced)
    replaced.refresh_from_db()
    rate(replaced)

    assert Rating.objects.count() == 7
    assert figures(yunchuan).of_bureau.satisfied == 5
