"""The regulation map: every demand in its order, and a state from tests alone."""

import pytest
from tools.regulation_map import InvalidMap

from tools import regulation_map

FIRST = """
[[article]]
number = "1"
title = "Principles"
words = "All of them."
"""
DEMAND = """
[[article.clause]]
number = "{}"
says = "A demand"
screens = []
code = []
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Make a table with these numbers of sub-clauses, and files of tests."""
    table, tests = tmp_path / "map.toml", tmp_path / "tests"
    monkeypatch.setattr(regulation_map, "TABLE", table)
    monkeypatch.setattr(regulation_map, "TESTS", tests)

    def write(numbers, files=None, more=""):
        table.write_text(FIRST + "".join(map(DEMAND.format, numbers)) + more, "utf-8")
        for name, text in (files or {}).items():
            path = tests / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    return write


def one_test(*numbers):
    marks = "".join(f'@pytest.mark.clause("{number}")\n' for number in numbers)
    return f"{marks}def test_it_holds():\n    pass\n"


def test_the_state_follows_from_where_the_tests_are(write):
    write(
        ["1(1)a", "1(1)b", "1(2)", "1(3)"],
        {
            "web/test_page.py": one_test("1(1)a"),
            "work/test_act.py": one_test("1(1)a", "1(1)b"),
            "jobs/test_all.py": 'pytestmark = [pytest.mark.clause("1(3)")]\n' + one_test(),
        },
    )

    page = regulation_map.page()

    assert "Of 4 sub-clauses:" in page
    assert "- **works** 1\n" in page
    assert "- **partly** 2: 1(1)b, 1(3)\n" in page
    assert "- **not yet** 1: 1(2)\n" in page
    assert "## Article 1. Principles\n\nAll of them.\n" in page


def test_a_mark_with_an_unknown_sub_clause_is_refused(write):
    write(["1a"], {"web/test_page.py": one_test("1b")})

    with pytest.raises(InvalidMap, match=r"toml lacks: \['1b'\]"):
        regulation_map.page()


def test_the_number_of_an_article_alone_marks_nothing_that_is_cut_to_letters(write):
    write(["1a"], {"web/test_page.py": one_test("1")})

    with pytest.raises(InvalidMap, match=r"\['1'\]"):
        regulation_map.page()


@pytest.mark.parametrize(
    "numbers",
    [
        ["1a", "1a"],
        ["1", "1"],
        ["1b", "1a"],
        ["1a", "1c"],
        ["1(2)a", "1(1)a"],
        ["1(1)b"],
        ["1", "1a"],
        ["2a"],
        ["1.a"],
    ],
)
def test_a_sub_clause_that_stands_twice_or_out_of_order_is_refused(write, numbers):
    write(numbers)

    with pytest.raises(InvalidMap):
        regulation_map.articles()


def test_an_article_out_of_order_is_refused(write):
    write(["1a"], more=FIRST)

    with pytest.raises(InvalidMap, match="article 1 stands where article 2 belongs"):
        regulation_map.articles()


def test_what_is_missing_is_not_written_by_hand(write):
    write(["1a"], more='missing = "the rest"\n')

    with pytest.raises(InvalidMap, match="unknown or absent: missing"):
        regulation_map.articles()
