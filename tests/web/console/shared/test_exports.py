"""Lists as files: every cell arrives as it is, and no cell is a formula."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from huiying.web.console.shared.exports import LONGEST_CELL, SHEET, csv_file, xlsx_file

ODD = [
    "=1+1",
    "+8613800000000",
    "<b>&amp;</b>",
    ' "两个  空格" ',
    "一行\n两行\t表",
    "_x0041_",
    "字" * 40_000,
    "𠮷野家",
    "",
]


def sheet_of(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_sheet_has_every_cell_as_it_is(rf):
    del rf
    sheet = sheet_of(xlsx_file("名", ["甲", "乙"], [[text, 7] for text in ODD]).content)

    assert sheet[0] == ["甲", "乙"]
    assert [row[0] for row in sheet[1:]] == [text[:LONGEST_CELL] for text in ODD]
    assert {row[1] for row in sheet[1:]} == {"7"}


def test_letters_that_xml_has_no_place_for_do_not_break_a_sheet():
    content = xlsx_file("x", ["甲"], [["a\0b\x1f\ufffe\ud800c"]]).content

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        text = ET.fromstring(book.read(SHEET)).findtext(".//{*}row[2]//{*}t")  # noqa: S314 - ours
    assert text == "a_x0000_b_x001F__xFFFE__xD800_c"


@given(
    cells=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))), min_size=1
    )
)
def test_a_sheet_is_well_formed_whatever_is_in_it(cells):
    content = xlsx_file("x", [f"h{at}" for at, _cell in enumerate(cells)], [cells]).content

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ET.fromstring(book.read(SHEET))  # noqa: S314 - ours
    texts = [node.text or "" for node in root.findall(".//{*}row[2]//{*}t")]
    assert [text.replace("_x005F_", "_") for text in texts] == [
        cell.replace("_x005F_", "_") for cell in cells
    ]


def test_the_columns_beyond_z_and_the_first_row_are_where_they_belong():
    content = xlsx_file("x", [f"h{at}" for at in range(60)], [list(range(60))]).content

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ET.fromstring(book.read(SHEET))  # noqa: S314 - ours
        assert book.testzip() is None
    places = [cell.get("r") for cell in root.findall(".//{*}row[2]/{*}c")]
    assert [places[at] for at in (0, 25, 26, 59)] == ["A2", "Z2", "AA2", "BH2"]
    assert root.find(".//{*}pane").get("topLeftCell") == "A2"


@pytest.mark.parametrize("rows", [[], [["一"]]])
def test_a_file_without_rows_has_its_headings(rows):
    assert sheet_of(xlsx_file("x", ["甲"], rows).content) == [["甲"], *rows]
    text = csv_file("x", ["甲"], rows).content.decode("utf-8-sig")
    assert text.split() == ["甲", *(cell for row in rows for cell in row)]
