"""Files as people really export them: other charsets, hidden sheets, lost digits, no header."""

import json
import zipfile

import pytest
import xlsxwriter

from huiying.reasons.rendering import render_all
from huiying.work.collection.files.mapping import Mapping, guess_mapping
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.readers import Layout, open_rows
from huiying.work.collection.files.row_items import raws_from_rows

HEADER = "编号,标题,内容\n"
ROWS = "1,停水,三天没水了\n2,停电,昨天停电一天\n"
BIG5 = "編號,標題,內容\n1,停水通知,社區已經三天沒有自來水\n2,路燈,街道的路燈都沒有亮\n"


def write(tmp_path, content, name="导出.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path, layout=None):
    with open_rows(path, layout=layout or Layout()) as source:
        return source, list(source.entries())


def codes(source):
    return [one.code.rpartition(".")[2] for one in source.notes]


def book(tmp_path, fill, name="导出.xlsx"):
    with xlsxwriter.Workbook(tmp_path / name) as workbook:
        fill(workbook)
    return tmp_path / name


def table(sheet, rows, top=0):
    for at, row in enumerate(rows):
        sheet.write_row(top + at, 0, row)


TABLE = [["编号", "标题", "内容"], ["1", "停水", "没水"], ["2", "停电", "没电"]]


def test_big5_is_told_from_gbk_by_the_characters_in_daily_use(tmp_path):
    source, rows = read(write(tmp_path, BIG5.encode("big5")))

    assert source.encoding == "cp950"
    assert rows[0][1]["內容"] == "社區已經三天沒有自來水"
    assert guess_mapping(source.columns, []).text == "內容"

    source, rows = read(write(tmp_path, (HEADER + ROWS).encode("gbk")))
    assert source.encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_bad_bytes_are_counted_in_their_rows(tmp_path, encoding):
    good = (HEADER + ROWS * 30).encode(encoding)
    bad = "3,坏".encode(encoding) + b"\xff\xff" + ",内容在这里\n".encode(encoding)

    _source, rows = read(write(tmp_path, good + bad))
    raws = raws_from_rows([row for _number, row in rows], Mapping(title="标题", text="内容"))

    assert rows[0][1]["标题"] == "停水"
    assert [raw.notes for raw in raws[:-1]] == [()] * 60
    assert "2 处文字无法识别" in render_all(raws[-1].notes)[0]


def test_rows_have_the_numbers_of_a_spreadsheet_and_the_lines_of_a_text_editor(tmp_path):
    text = HEADER + '\n1,停水,"两\n行"\n2,停电,没电\n\n3,少\n'

    with open_rows(write(tmp_path, text)) as source:
        places = [(number, source.line) for number, _row in source.entries()]

    assert places == [(3, 3), (4, 5), (6, 7)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HEADER + f'1,长,"{"水" * 2_100_000}"\n2,b,c\n', "a.csv"),
        (HEADER + f"1,长,{'x' * 10_000_000}\n2,b,c\n", "a.csv"),
        (f'{{"title": "{"x" * 4_100_000}"}}\n{{"title": "停水"}}\n', "a.jsonl"),
    ],
)
def test_a_line_beyond_all_measure_is_one_problem_and_the_next_one_is_read(
    tmp_path, content, name
):
    source, rows = read(write(tmp_path, content, name))

    assert source.problem_count == 1
    assert len(rows) == 2
    assert isinstance(rows[1][1], dict)


@pytest.mark.parametrize(
    ("above", "row", "note"),
    [
        ("云川区留言导出\n", 3, "rows_above_header"),
        ("导出时间：2026-11-20,管理员\n\n", 4, "rows_above_header"),
        ("基本信息,,留言\n", 3, "rows_above_header"),
        ("id,title,content\n", 3, "two_headers"),
    ],
)
def test_the_header_is_found_below_other_lines_and_they_are_named(tmp_path, above, row, note):
    source, rows = read(write(tmp_path, above + HEADER + ROWS))

    names = ["id", "title", "content"] if note == "two_headers" else ["编号", "标题", "内容"]
    assert source.columns == names
    assert [number for number, _row in rows] == [row, row + 1]
    assert codes(source) == [note]


def test_a_file_without_column_names_is_named_and_may_be_read_so(tmp_path):
    rows = "1,停水,三天没水了,2026-11-20 08:00\n2,停电,昨天停电,2026-11-21 08:00\n"
    path = write(tmp_path, rows)

    source, _rows = read(path)
    assert codes(source) == ["header_like_content"]
    source, rows = read(path, Layout(has_header=False))

    assert source.columns == ["列1", "列2", "列3", "列4"]
    assert [(number, row["列2"]) for number, row in rows] == [(1, "停水"), (2, "停电")]


def test_hidden_sheets_are_left_out_and_visible_ones_offered(tmp_path):
    def fill(workbook):
        old = workbook.add_worksheet("旧")
        table(old, [["标题", "内容"], ["藏", "不该读到"]])
        for name in ("一月", "二月"):
            sheet = workbook.add_worksheet(name)
            table(sheet, [TABLE[0], ["1", name, "没水"]])
        sheet.activate()
        sheet.set_first_sheet()
        workbook.add_worksheet("Sheet2")  # as spreadsheet programs leave them
        old.hide()

    path = book(tmp_path, fill)
    source, rows = read(path)

    assert (source.sheets, source.sheet) == (("一月", "二月"), "一月")
    assert rows[0][1]["标题"] == "一月"
    assert "旧" in render_all(source.notes)[0]
    assert read(path, Layout(sheet="二月"))[1][0][1]["标题"] == "二月"
    with pytest.raises(UnreadableFile, match="一月、二月"):
        read(path, Layout(sheet="旧"))


def test_a_workbook_of_hidden_sheets_alone_says_so(tmp_path):
    def fill(workbook):
        empty, full = workbook.add_worksheet("空"), workbook.add_worksheet("满")
        table(full, TABLE)
        full.hide()
        empty.activate()

    with pytest.raises(UnreadableFile, match="仅隐藏的工作表有内容（满）"):
        read(book(tmp_path, fill))


def test_merged_cells_stand_in_every_row_they_cover_but_a_title_names_no_column(tmp_path):
    def fill(workbook):
        sheet = workbook.add_worksheet()
        table(
            sheet, [["平台", "标题", "内容"], *([["", f"停水{n}", "没水"] for n in "123"])], 1
        )
        sheet.merge_range(0, 0, 0, 2, "云川区留言")
        sheet.merge_range(2, 0, 3, 0, "微博")

    source, rows = read(book(tmp_path, fill))

    assert source.columns == ["平台", "标题", "内容"]
    assert [(number, row["平台"]) for number, row in rows] == [
        (3, "微博"),
        (4, "微博"),
        (5, ""),
    ]


def with_numbers(tmp_path, *spelled):
    """Write a workbook whose numbers are spelled so in the file."""

    def fill(workbook):
        sheet = workbook.add_worksheet()
        table(sheet, [["编号", "标题", "内容"]])
        for at in range(len(spelled)):
            sheet.write_row(at + 1, 0, [7_000_000_000_000_001 + at, f"标题{at}", "内容"])

    path = book(tmp_path, fill)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    for at, digits in enumerate(spelled):
        xml = xml.replace(str(7_000_000_000_000_001 + at), digits)
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def raws_of(path):
    source, rows = read(path)
    mapping = guess_mapping(source.columns, [])
    return raws_from_rows([row for _number, row in rows], mapping)


def test_long_numbers_of_a_sheet_are_read_as_the_file_spells_them(tmp_path):
    numbers = ["4987654321098765123", "4987654321098765124", "7000000000000007"]

    raws = raws_of(with_numbers(tmp_path, *numbers))

    assert [raw.external_key for raw in raws] == numbers


@pytest.mark.parametrize(
    "spelled",
    [
        ["4.98765432109876E+18"] * 2,
        ["4987654321098760000"] * 2,
        ["4987654321098010", "4987654321098020", "4987654321098030"],
    ],
)
def test_a_number_that_lost_digits_tells_no_posts_apart_and_says_so(tmp_path, spelled):
    raws = raws_of(with_numbers(tmp_path, *spelled))

    assert [raw.external_key for raw in raws] == [""] * len(spelled)
    assert all("丢失末尾数字" in render_all(raw.notes)[0] for raw in raws)


def test_exact_numbers_of_text_files_stay(tmp_path):
    rows = "4987654321098765123,a,b\n4987654321098760,c,d\n"

    assert [raw.external_key for raw in raws_of(write(tmp_path, HEADER + rows))] == [
        "4987654321098765123",
        "4987654321098760",
    ]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("<html><table><tr><td>标题</td></tr></table></html>", "a.xls", "是网页"),
        ("MIME-Version: 1.0\n\n<html></html>", "a.xls", "是网页"),
        (
            '<?xml version="1.0"?><Workbook/>',
            "a.xls",
            "SpreadsheetML",
        ),
        (json.dumps([{"标题": "停水"}], indent=1), "a.csv", "文件为整体 JSON"),
        (json.dumps({"items": [{"标题": "停水"}]}, indent=1), "a.json", "文件为整体 JSON"),
        (json.dumps({"items": [{"标题": "停水"}]}, indent=1), "a.txt", "文件为整体 JSON"),
    ],
)
def test_a_file_under_a_wrong_name_is_named(tmp_path, content, name, words):
    with pytest.raises(UnreadableFile, match=words):
        read(write(tmp_path, content, name))


def test_an_archive_of_tables_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("导出.csv", HEADER + ROWS)

    with pytest.raises(UnreadableFile, match="压缩包"):
        read(tmp_path / "a.zip")
