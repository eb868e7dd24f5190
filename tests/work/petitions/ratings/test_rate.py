"""评价: once an answer, bureau and unit apart, changed within seven days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import Satisfaction, StepKind
from huiying.work.petitions.ratings.actions.rate import RatingWords, rate_answer
from huiying.work.petitions.ratings.models import Rating
from tests.factories import T0
from tests.scenarios.handled_petitions import answered
from tests.scenarios.petitions import ACCUSING_TEXT, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
DAY = timedelta(days=1)
RATED = T0 + 2 * DAY
NOT = RatingWords(Satisfaction.NOT, Satisfaction.SATISFIED, "没说电话13800138000什么时候打")


def test_bureau_and_unit_are_rated_apart_and_the_reason_is_masked(yunchuan):
    row = answered(yunchuan)
    rating = rate_answer(petition=row, words=NOT, now=RATED, revision=row.revision)
    assert (rating.of_bureau, rating.of_unit) == ("NOT", "SATISFIED")
    assert rating.unit == yunchuan.reception
    assert "13800138000" not in rating.reason
    assert row.steps.last().kind == StepKind.RATED


def test_a_second_time_changes_it_for_seven_days(yunchuan):
    row = answered(yunchuan)
    rate_answer(petition=row, words=NOT, now=RATED)
    better = RatingWords(Satisfaction.BASICALLY, Satisfaction.SATISFIED)
    rate_answer(petition=row, words=better, now=RATED + 7 * DAY)
    assert Rating.objects.get().of_bureau == Satisfaction.BASICALLY
    assert row.steps.filter(kind=StepKind.RATED).count() == 1
    with pytest.raises(Refused, match="7 天"):
        rate_answer(petition=row, words=NOT, now=RATED + 7 * DAY + timedelta(seconds=1))


def test_there_is_nothing_to_rate_before_an_answer(yunchuan):
    with pytest.raises(Refused, match="还没有答复"):
        rate_answer(petition=submit(yunchuan).row, words=NOT, now=RATED)


def test_a_reason_that_accuses_is_refused_as_units_read_it(yunchuan):
    words = RatingWords(Satisfaction.NOT, reason=ACCUSING_TEXT)
    with pytest.raises(Refused, match="检举控告"):
        rate_answer(petition=answered(yunchuan), words=words, now=RATED)
    assert not Rating.objects.exists()


def test_from_two_places_only_the_first_counts(yunchuan):
    row = answered(yunchuan)
    with pytest.raises(Stale):
        rate_answer(petition=row, words=NOT, now=RATED, revision=row.revision - 1)


def test_the_database_keeps_a_rating_at_its_answer(yunchuan):
    row = answered(yunchuan)
    rating = rate_answer(petition=row, words=NOT, now=RATED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).update(at=T0 + DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        rating.delete()
