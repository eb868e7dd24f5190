"""How many persons read a release, and whether those who are there suffice."""

from __future__ import annotations

import pytest

from huiying.policy.grading.grades import Grade
from huiying.policy.release.reviews import (
    CheckList,
    Reader,
    fillable,
    fillable_beside_author,
    reviews_by_number,
    reviews_of,
)

DUTY = Reader("值班员", reviews=True)
OFFICE = Reader("办公室", drafts=True, reviews=True)
DEPUTY = Reader("副组长", reviews=True, approves=True)


@pytest.mark.parametrize("grade", Grade)
@pytest.mark.parametrize("withholds", [False, True])
def test_every_release_is_read_by_all_three_lists_once_and_approved_last(grade, withholds):
    reviews = reviews_of(grade, withholds=withholds)

    lists = [name for review in reviews for name in review.lists]
    assert sorted(lists) == sorted(CheckList)
    assert [review.approves for review in reviews] == [False] * (len(reviews) - 1) + [True]
    assert reviews_by_number(len(reviews)) == reviews


def test_any_withholding_needs_three():
    assert len(reviews_of(Grade.ORDINARY)) == 1
    assert len(reviews_of(Grade.ORDINARY, withholds=True)) == 3


@pytest.mark.parametrize(
    ("readers", "grade", "have"),
    [
        ([], Grade.ORDINARY, 0),
        ([DUTY], Grade.ORDINARY, 0),
        ([DEPUTY], Grade.ORDINARY, 1),
        ([DUTY, DEPUTY], Grade.SIGNIFICANT, 2),
        ([DEPUTY, DEPUTY], Grade.SIGNIFICANT, 2),
        ([DUTY, DEPUTY], Grade.MAJOR, 2),
        ([DUTY, OFFICE, DEPUTY], Grade.MAJOR, 3),
    ],
)
def test_different_persons_fill_the_reviews(readers, grade, have):
    assert fillable(reviews_of(grade), readers) == have


def test_who_is_there_and_writes_does_not_review_as_well():
    reviews = reviews_of(Grade.SIGNIFICANT)

    assert fillable_beside_author(reviews, [OFFICE, DEPUTY]) == 1
    assert fillable_beside_author(reviews, [DUTY, OFFICE, DEPUTY]) == 2
    assert fillable_beside_author(reviews, [DUTY, DEPUTY]) == 2
