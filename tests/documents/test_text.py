"""Texts made fit for a page."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.documents import Heading, Table
from huiying.documents.text import (
    date_in_chinese,
    one_line,
    paragraphs_of,
    printable,
    title_lines,
    width_of,
)


@given(st.text(max_size=120))
def test_the_lines_of_a_title_hold_all_of_it_and_fit(title):
    lines = title_lines(title, 19)

    assert "".join("".join(lines).split()) == "".join(one_line(title).split())
    assert all(width_of(line) <= 19 for line in lines)


def test_a_title_is_broken_between_words_into_lines_of_like_length():
    lines = title_lines("关于清水路自来水发黄问题核实处置情况的通报", 19)

    assert lines == ["关于清水路自来水发黄", "问题核实处置情况的通报"]


def test_a_title_that_fits_stays_on_one_line():
    assert title_lines("关于水质的通报", 19) == ["关于水质的通报"]


def test_a_mark_never_begins_a_line_and_a_bracket_never_ends_one():
    title = "关于印发《云川区信访局政府信息公开舆情处置工作制度》（试行）的通知，请遵照执行"

    for line in title_lines(title, 12):
        assert line[0] not in "》），"
        assert line[-1] not in "《（"


def test_control_characters_and_half_pairs_are_dropped():
    assert printable("甲\x00乙\x0b\ud800丙\r\n丁") == "甲乙丙\n丁"
    assert paragraphs_of("甲\n\n 乙 ") == ["甲", "乙"]


def test_a_date_has_arabic_numerals_without_a_leading_zero():
    assert date_in_chinese(dt.date(2026, 1, 5)) == "2026年1月5日"


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="2 cells"):
        Table(("甲", "乙"), (("1",),))
    with pytest.raises(ValueError, match="1 to 4"):
        Heading("五", 5)
