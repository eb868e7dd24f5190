"""Documents as PDF: everything that was written is there, and nothing of it is markup."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.documents import (
    Chart,
    Form,
    Heading,
    Paragraph,
    Series,
    Table,
    pdf,
    to_docx,
    to_pdf,
)
from tests.documents.pages import a_document, lines_of, pages_of, text_of

MARKUP = (
    '#import "/etc/passwd"',
    "#read(1)",
    "$x^2$",
    "*粗*",
    "_斜_",
    "\\n反斜",
    "<label>",
    "`代码`",
    "= 标题",
    "//注释",
    "@引用",
    "#{1+1}",
    "[括号]",
    "~",
    "--",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_of_the_typesetter_stays_text(text):
    document = a_document(
        title=f"题{text}",
        number=text,
        issuer=f"局{text}",
        recipients=(text,),
        attachments=(text,),
        people=((text, text),),
        body=(
            Heading(text, 1),
            Paragraph(text),
            Table(("甲", text), (("1", text),), text),
            Chart(text, "bars", (text,), (Series(text, (1,)), Series("二", (2,))), text),
            Paragraph(text),
        ),
    )

    printed = text_of(to_pdf(document)).replace("\ufffe", "")

    assert printed.count("".join(text.split())) >= 14


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.sampled_from(Form))
def test_any_text_makes_a_pdf_and_a_docx(text, form):
    document = a_document(
        form,
        title=text,
        issuer=text or "局",
        body=(Paragraph(text), Table((text, "乙"), ((text, ""),))),
        recipients=(text,),
        people=((text, text),),
    )

    assert to_pdf(document).data.startswith(b"%PDF")
    assert to_docx(document).data.startswith(b"PK")


@pytest.mark.parametrize("form", Form)
def test_every_form_prints_its_body_and_its_date(form):
    rendered = to_pdf(a_document(form))

    assert "经核实，管网冲洗所致。" in text_of(rendered)
    assert "2026年11月9日" in text_of(rendered)  # no leading zero
    assert rendered.pages == len(pages_of(rendered))


@pytest.mark.parametrize("form", Form)
def test_a_document_without_a_body_is_printed(form):
    assert to_pdf(a_document(form, body=())).pages == 1


def test_a_title_of_300_characters_is_printed_whole_in_lines_of_whole_words():
    title = "云川区信访局关于" + "清水路自来水管网改造工程施工期间噪声扰民问题" * 13
    title = title[:296] + "的通报。"

    rendered = to_pdf(a_document(title=title))

    assert title in text_of(rendered).replace("—1—", "")
    assert rendered.pages == 2


def test_long_addresses_are_broken_inside_the_type_area():
    address = "https://www.example.gov.cn/" + "a" * 300

    rendered = to_pdf(a_document(body=(Paragraph(address),)))

    assert max(one.right for line in lines_of(pages_of(rendered)[0]) for one in line) < 185
    copied = text_of(rendered).replace("—1—", "")  # the number between two pages
    assert address in copied


def test_a_table_of_2000_rows_breaks_over_pages_and_repeats_its_head():
    rows = tuple((str(at), "云川区水务局", "更换管段", "正在办理") for at in range(1, 2001))
    table = Table(("序号", "单位", "事项", "办理情况"), rows, "任务分解表")

    rendered = to_pdf(a_document(Form.BULLETIN, title="月报", body=(table,)))

    pages = pages_of(rendered)
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert rendered.pages > 40
    assert all("办理情况" in text for text in texts if "更换管段" in text)
    assert text_of(rendered).count("更换管段") == 2000
    assert "2000" in texts[-1]


def test_a_row_longer_than_a_page_goes_on_on_the_next():
    table = Table(("", ""), (("内容", "信" * 3000),))

    rendered = to_pdf(a_document(Form.SHEET, title="审批单", body=(table,)))

    assert text_of(rendered).count("信") == 3000


def test_a_form_has_no_head_and_keeps_the_lines_of_a_cell():
    table = Table(("", ""), (("意见", "同意。\n李某 11月9日"),))

    lines = lines_of(pages_of(to_pdf(a_document(Form.SHEET, body=(table,))))[0])

    texts = ["".join(one.text for one in line) for line in lines]
    assert any(text.endswith("同意。") for text in texts)
    assert any(text.endswith("李某11月9日") for text in texts)


def test_attachments_are_numbered_from_the_second_on():
    assert "附件：水质报告" in text_of(to_pdf(a_document(attachments=("水质报告",))))
    both = text_of(to_pdf(a_document(attachments=("水质报告", "任务表"))))
    assert "附件：1.水质报告2.任务表" in both


def test_minutes_name_the_people_and_bear_no_signature():
    people = (("出席", "李某（区水务局）"), ("请假", "周某"))

    text = text_of(to_pdf(a_document(Form.MINUTES, people=people)))

    assert "出席：李某（区水务局）请假：周某" in text
    assert text.startswith("云川区信访局会议纪要")


def test_the_approver_stands_beside_the_number():
    text = text_of(to_pdf(a_document(number="云信访〔2026〕3号", approver="王某")))

    assert "云信访〔2026〕3号签发人：王某" in text


def test_a_short_title_of_a_bulletin_is_its_mark_and_a_long_one_stands_below():
    daily = text_of(to_pdf(a_document(Form.BULLETIN, title="网络舆情日报", number="第3期")))
    special = text_of(
        to_pdf(a_document(Form.BULLETIN, title="关于清水路自来水发黄问题的舆情专报"))
    )

    assert daily.startswith("网络舆情日报第3期云川区信访局2026年11月9日")
    assert special.startswith("舆情专报云川区信访局")
    assert special.count("专报") == 2


def test_the_same_document_makes_the_same_file():
    document = a_document(printed_on=dt.date(2026, 11, 9))

    assert to_pdf(document).data == to_pdf(document).data


def test_documents_are_made_in_several_threads_at_once():
    documents = [a_document(body=(Paragraph(f"第{at}份"),)) for at in range(12)]

    with ThreadPoolExecutor(4) as pool:
        rendered = list(pool.map(to_pdf, documents))

    assert all(f"第{at}份" in text_of(one) for at, one in enumerate(rendered))


def test_a_large_document_is_forgotten_by_the_library(monkeypatch):
    forgotten = []
    monkeypatch.setattr(pdf, "_forget", lambda: forgotten.append(1))

    to_pdf(a_document(body=(Paragraph("信" * 10),)))
    assert forgotten == []
    to_pdf(a_document(body=(Paragraph("信" * pdf.LARGE),)))

    assert forgotten == [1]


def test_a_table_of_many_columns_and_one_without_any_are_printed():
    wide = Table(tuple(f"第{at}列" for at in range(30)), (("数",) * 30,))

    text = text_of(to_pdf(a_document(body=(wide, Table((), ())))))

    assert text.count("数") == 30
