"""Rows of the rule book: edited one by one, compared row by row."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import from_data, to_data
from huiying.policy.rulebook.edits import (
    EDITABLE,
    clause_words,
    editable_row,
    row_at,
    row_changes,
    row_path,
    with_edits,
)
from huiying.policy.rulebook.validation import NOT_EDITABLE

BOOK = default_book()
DATA = to_data(BOOK)
PATHS = sorted(f"{table}/{code}" for table in EDITABLE for code in row_at(DATA, table))


def book_with(**rows):
    return from_data(with_edits(DATA, rows))


def test_a_row_that_is_edited_is_the_only_one_that_differs():
    row = {**DATA["deadlines"]["RECEIPT_MAJOR"], "amount": 20, "basis": "局长办公会"}

    (change,) = row_changes(BOOK, book_with(**{"deadlines/RECEIPT_MAJOR": row}))

    assert change.path == "deadlines/RECEIPT_MAJOR"
    assert (change.old["amount"], change.new["amount"]) == (30, 20)


def test_an_absent_medium_is_said_to_be_absent():
    data = copy.deepcopy(DATA)
    data["media_tiers"] = {"news.example": "city"}

    changes = {change.path: change for change in row_changes(BOOK, from_data(data))}

    assert changes["media_tiers/news.example"].old is None
    assert changes["media_tiers/people.com.cn"].new is None


@given(st.sampled_from(PATHS))
def test_editing_leaves_the_given_data_alone_and_round_trips(path):
    before = copy.deepcopy(DATA)

    assert with_edits(DATA, {path: "anything"}) != DATA
    assert before == DATA
    assert with_edits(DATA, {path: editable_row(DATA, path)}) == DATA
    assert row_path(f"{path}/value") == path


def test_an_edit_of_a_row_that_the_book_no_longer_has_changes_nothing():
    assert with_edits(DATA, {"deadlines/GONE": {}, "nowhere/at/all": 1}) == DATA


@pytest.mark.parametrize(
    "path",
    ["version", "grade", "grade/critical_in_use", "deadlines/NOPE", "media_tiers/people.com.cn",
     "deadlines/APPROVAL/amount", *(rule.code for rule in NOT_EDITABLE)],
)  # fmt: skip
def test_what_is_no_editable_row_is_refused(path):
    with pytest.raises(KeyError):
        editable_row(DATA, path)


def test_the_demands_of_the_standing_clauses_are_said_as_the_book_keeps_them():
    for row in DATA["grade"]["clauses"].values():
        assert clause_words(row) == row["words"]


@given(st.tuples(*[st.integers(0, 3)] * 4).filter(any))
def test_every_demand_of_a_clause_is_said(demands):
    row = dict(zip(("content", "highest", "second", "spread"), demands, strict=True))

    said = clause_words(row)

    for score in filter(None, demands):
        assert f"{score} 分" in said
