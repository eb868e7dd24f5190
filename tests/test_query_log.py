"""The second database is asked by the tests of screens together what the first was asked."""

from __future__ import annotations

import json

import pytest

from tests.query_log import redundant_tests

DESK, LIST, LONG = (f"tests/web/console/test_a.py::{name}" for name in ("desk", "list", "long"))
ACT = "tests/work/test_b.py::act"


class Item:
    def __init__(self, nodeid, *, races=False):
        self.nodeid = nodeid
        self.marker = pytest.mark.django_db(transaction=races).mark

    def get_closest_marker(self, name):
        return self.marker


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIYING_QUESTIONS", str(tmp_path))

    def write(told):
        (tmp_path / "gw0.json").write_text(json.dumps(told))

    return write


def test_a_screen_that_asks_what_others_ask_is_left_out_and_what_it_alone_asks_is_not(written):
    written({DESK: ["a", "b"], LIST: ["c"], LONG: ["a", "b", "c"], ACT: ["c"]})

    assert redundant_tests([Item(DESK), Item(LIST), Item(LONG)]) == {LONG}
    assert redundant_tests([Item(LIST), Item(ACT)]) == {LIST}
    assert redundant_tests([Item(DESK)]) == set()


def test_an_act_a_race_and_a_test_nobody_heard_of_ask_both(written):
    written({DESK: ["a"], LIST: ["a"], ACT: ["a"]})

    assert redundant_tests([Item(ACT), Item(DESK, races=True), Item(LONG)]) == set()


def test_what_the_addresses_ask_as_more_people_leaves_nobody_out(written):
    table = "tests/web/test_addresses.py::roles"
    written({DESK: ["a"], table: ["a"]})

    assert redundant_tests([Item(DESK), Item(table)]) == set()


def test_without_a_folder_all_ask(monkeypatch):
    monkeypatch.delenv("HUIYING_QUESTIONS", raising=False)

    assert redundant_tests([Item(DESK), Item(LIST)]) == set()
