"""Documents as DOCX: they open again, with the page, the grid and the fonts of the standard."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from huiying.documents import Chart, Form, Heading, Paragraph, Series, Table, to_docx
from huiying.documents.docx_page import LINE
from tests.documents.pages import a_document


def opened(document):
    return docx.Document(io.BytesIO(to_docx(document).data))


def texts_of(file):
    """Return the texts of the body in their order, those of tables too."""
    return [
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.iter(qn("w:p"))
    ]


@pytest.mark.parametrize("form", Form)
def test_every_form_opens_again_with_the_paper_and_the_grid(form):
    section = opened(a_document(form)).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert grid.get(qn("w:type")) == "linesAndChars"
    area = section.page_height - section.top_margin - section.bottom_margin
    assert area // (LINE * 635) == 22  # 635 EMU a twip
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    width = (section.page_width - section.left_margin - section.right_margin) / 12700
    assert width / character == pytest.approx(28, abs=0.05)


def test_the_body_is_set_in_fangsong_16_points_with_an_exact_pitch():
    style = opened(a_document()).styles["Normal"].element

    assert style.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert style.rPr.find(qn("w:sz")).get(qn("w:val")) == "32"
    spacing = style.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == (str(LINE), "exact")


def test_headings_are_headings_with_the_fonts_of_their_level():
    file = opened(a_document(body=(Heading("一、情况", 1), Heading("（一）核实", 2))))

    assert [p.style.name for p in file.paragraphs if p.text in {"一、情况", "（一）核实"}] == [
        "Heading 1",
        "Heading 2",
    ]
    names = [
        file.styles[f"Heading {level}"].element.rPr.rFonts.get(qn("w:eastAsia"))
        for level in (1, 2, 3)
    ]
    assert names == ["黑体", "楷体_GB2312", "仿宋_GB2312"]


def test_a_table_repeats_its_head_and_keeps_its_rows_whole():
    rows = tuple((str(at), "单位") for at in range(2000))
    file = opened(a_document(body=(Table(("序号", "名称"), rows, "表"),)))

    [table] = file.tables

    assert len(table._tbl.tr_lst) == 2001
    head, first = table._tbl.tr_lst[:2]
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert first.trPr.find(qn("w:tblHeader")) is None
    assert first.trPr.find(qn("w:cantSplit")) is not None


def test_a_chart_is_a_picture_with_its_numbers_in_words():
    chart = Chart("帖文", "bars", ("一", "二"), (Series("微博", (3, None)),))
    file = opened(a_document(body=(chart,)))

    [picture] = file.inline_shapes

    assert round(picture.width.mm) == 156
    assert "一 3，二 无数据" in picture._inline.docPr.get("descr")


def test_page_numbers_are_fields_right_on_odd_and_left_on_even_pages():
    file = opened(a_document())
    section = file.sections[0]

    assert file.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        code = next(paragraph.iter(qn("w:instrText")))
        assert code.text.strip() == "PAGE"


def test_a_letter_has_its_mark_in_the_head_of_the_first_page_alone():
    section = opened(a_document(Form.LETTER)).sections[0]

    assert section.different_first_page_header_footer
    assert "云川区信访局" in section.first_page_header.paragraphs[0].text
    assert section.header.paragraphs[0].text == ""
    assert list(section.first_page_footer._element.iter(qn("w:instrText"))) == []


def test_the_imprint_is_the_last_table_and_stands_at_the_foot():
    file = opened(a_document(copies_to=("区委办公室",), printed_by="办公室"))

    place = file.tables[-1]._tbl.tblPr.find(qn("w:tblpPr"))

    assert place.get(qn("w:tblpYSpec")) == "bottom"
    assert "抄送：区委办公室。" in texts_of(file)


def test_everything_that_was_written_is_in_the_file():
    document = a_document(
        Form.OFFICIAL,
        number="云信访〔2026〕3号",
        approver="王某",
        recipients=("各镇",),
        attachments=("报告", "表"),
        people=(("出席", "李某"),),
        classification="内部",
        urgency="特急",
        body=(Paragraph("a & b < c\n第二段 #import $x$"),),
    )

    text = "".join(texts_of(opened(document)))

    for part in (
        "内部特急云川区信访局文件",
        "云信访〔2026〕3号",
        "签发人：王某",
        "各镇：",
        "a & b < c",
        "第二段 #import $x$",
        "附件：1. 报告2. 表",
        "2026年11月9日",
        "出席：李某",
    ):
        assert part in text


def test_who_opens_the_file_is_told_which_fonts_it_names():
    assert "仿宋_GB2312" in to_docx(a_document()).warnings[0]
    assert to_docx(a_document()).pages is None


def test_two_tables_one_after_the_other_stay_two():
    table = Table(("甲",), (("1",),))

    file = opened(a_document(Form.BULLETIN, body=(table, table), copies_to=("区委办",)))

    assert len(file.tables) == 3
    tags = [child.tag for child in file.element.body]
    assert all(tags[at : at + 2] != [qn("w:tbl")] * 2 for at in range(len(tags)))


@pytest.mark.parametrize("form", Form)
def test_properties_stand_in_the_order_of_the_schema(form):
    document = a_document(
        form, number="1号", approver="王某", attachments=("甲", "乙"), copies_to=("区委办",)
    )
    names = ("keepNext", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc", "outlineLvl")
    file = opened(document)

    for properties in file.element.iter(qn("w:pPr")):
        order = [
            names.index(child.tag.partition("}")[2])
            for child in properties
            if "pStyle" not in child.tag
        ]
        assert order == sorted(order)
    section = [child.tag.partition("}")[2] for child in file.element.body.sectPr]
    assert section.index("pgMar") < section.index("docGrid")
    if form is Form.LETTER:
        assert section.index("cols") < section.index("titlePg") < section.index("docGrid")
    for part in file.element.iter(qn("w:p")):
        assert len(part.findall(qn("w:pPr"))) <= 1
