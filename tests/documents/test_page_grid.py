"""The page of GB/T 9704-2012, counted and measured on rendered pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.documents import Form, Heading, Paragraph, to_pdf
from tests.documents.pages import a_document, ink_of, letters_of, lines_of, pages_of, text_of

LONG = "信" * 2500
CLOSE = 1.0  # mm; the standard allows 2 mm in print


def a_full_page():
    return pages_of(to_pdf(a_document(body=(Paragraph(LONG),))))[1]


def test_a_page_holds_22_lines_of_28_characters():
    lines = [line for line in lines_of(a_full_page()) if line[0].text == "信"]

    assert [len(line) for line in lines] == [28] * 22


def test_the_type_area_is_156_by_225_millimetres_with_the_margins_of_the_standard():
    letters = [letter for letter in letters_of(a_full_page()) if letter.text == "信"]

    assert min(letter.left for letter in letters) == pytest.approx(28, abs=CLOSE)
    assert max(letter.right for letter in letters) == pytest.approx(28 + 156, abs=CLOSE)
    ink = [one for one in ink_of(a_full_page(), red=False) if one[0] < 262]
    assert ink[0][0] == pytest.approx(37, abs=CLOSE)
    assert ink[1][0] - ink[0][0] == pytest.approx(225 / 22, abs=0.1)
    assert ink[-1][1] < 37 + 225


def test_a_paragraph_begins_two_characters_in():
    document = a_document(Form.SHEET, body=(Paragraph("信" * 40),))

    line = next(line for line in lines_of(pages_of(to_pdf(document))[0]) if len(line) > 20)

    assert len(line) == 26
    assert line[0].left == pytest.approx(28 + 2 * 156 / 28, abs=CLOSE)


def test_an_official_document_has_its_mark_35_millimetres_below_the_edge_and_a_red_line():
    page = pages_of(to_pdf(a_document(number="云信访〔2026〕3号")))[0]

    mark, line = ink_of(page, red=True)

    assert mark[0] == pytest.approx(37 + 35, abs=0.3)
    number = next(one for one in ink_of(page, red=False) if one[0] > mark[1])
    assert line[0] - number[1] == pytest.approx(4, abs=0.6)
    assert (line[2], line[3]) == pytest.approx((28, 184), abs=0.3)


def test_a_letter_has_its_mark_30_millimetres_from_the_edge_and_two_double_lines():
    pages = pages_of(to_pdf(a_document(Form.LETTER, body=(Paragraph(LONG),))))

    mark, *upper, lower = ink_of(pages[0], red=True)

    assert mark[0] == pytest.approx(30, abs=0.3)
    assert upper[0][0] - mark[1] == pytest.approx(4, abs=CLOSE)
    assert lower[1] == pytest.approx(297 - 20, abs=0.5)
    assert lower[3] - lower[2] == pytest.approx(170, abs=0.3)
    assert lower[2] == pytest.approx(20, abs=0.3)
    assert ink_of(pages[1], red=True) == []


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones():
    pages = pages_of(to_pdf(a_document(body=(Paragraph(LONG),))))

    first, second = (lines_of(page)[-1] for page in pages[:2])

    assert "".join(one.text for one in first) == "—1—"
    assert "".join(one.text for one in second) == "—2—"
    assert first[-1].right == pytest.approx(184 - 156 / 28, abs=CLOSE)
    assert second[0].left == pytest.approx(28 + 156 / 28, abs=CLOSE)
    middle = [(one[0] + one[1]) / 2 for one in ink_of(pages[0], red=False)][-1]
    assert middle == pytest.approx(262 + 7, abs=CLOSE)  # the dash stands in the middle


def test_the_first_page_of_a_letter_has_no_number():
    pages = pages_of(to_pdf(a_document(Form.LETTER, body=(Paragraph(LONG),))))

    assert "—" not in {letter.text for letter in letters_of(pages[0])}
    assert "—" in {letter.text for letter in letters_of(pages[1])}


def test_the_imprint_ends_at_the_lower_edge_of_the_type_area():
    document = a_document(
        copies_to=("区委办公室", "区政府办公室"), printed_by="云川区信访局办公室"
    )

    lines = [
        one
        for one in ink_of(pages_of(to_pdf(document))[0], red=False)
        if one[3] - one[2] > 150 and one[1] - one[0] < 0.6
    ]

    assert len(lines) == 3
    assert lines[-1][0] == pytest.approx(262, abs=0.4)
    assert "抄送：区委办公室，区政府办公室。" in text_of(to_pdf(document))


def test_the_name_stands_over_the_middle_of_the_date_which_ends_four_characters_in():
    lines = lines_of(pages_of(to_pdf(a_document()))[0])
    by_text = {"".join(one.text for one in line): line for line in lines}

    name, date = by_text["云川区信访局"], by_text["2026年11月9日"]

    assert date[-1].right == pytest.approx(184 - 4 * 156 / 28, abs=CLOSE)
    middles = [(line[0].left + line[-1].right) / 2 for line in (name, date)]
    assert middles[0] == pytest.approx(middles[1], abs=CLOSE)


@settings(max_examples=40, deadline=None)
@given(st.integers(200, 800))
def test_no_signature_stands_on_a_page_without_text(length):
    body = (Paragraph("经核实。"), Paragraph("信" * length))

    pages = pages_of(to_pdf(a_document(body=body)))

    signed = next(page for page in reversed(pages) if _holds(page, "日"))
    assert _holds(signed, "信")
    assert sum(one.text == "信" for page in pages for one in letters_of(page)) >= length


def _holds(page, text):
    found = [one.text for one in letters_of(page)]
    return (
        text in found if text != "信" else found.count("信") > 1
    )  # one 信 is of the issuer's name


def test_what_a_heading_introduces_begins_on_its_page():
    body = (Paragraph("字" * 28 * 7), Heading("一、情况", 1), Paragraph("信" * 100))

    pages = pages_of(to_pdf(a_document(body=body, title="通报")))

    page = next(page for page in pages if "情" in {one.text for one in letters_of(page)})
    assert [one.text for one in letters_of(page)].count("信") > 5


def test_a_classification_stands_above_the_title_of_a_sheet():
    title = "云川区信访局预控处置意见审批单"

    page = pages_of(to_pdf(a_document(Form.SHEET, title=title, classification="内部")))[0]

    lines = ["".join(one.text for one in line) for line in lines_of(page)]
    assert lines[:2] == ["内部", title]


def test_a_paragraph_takes_as_many_lines_as_in_a_word_processor():
    """143 places are six lines of 28, however much punctuation could be squeezed."""
    text = (
        "经核实，管网冲洗造成短时水质浑浊，影响北门小区、学府里、滨河东街等处居民用水，现场已安排送水。"
        * 3
    )
    body = tuple(Paragraph(text) for _each in range(40))

    assert len(pages_of(to_pdf(a_document(body=body)))) == 12  # as LibreOffice sets the DOCX
