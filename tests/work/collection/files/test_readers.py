import csv
import gzip
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import assume, given
from hypothesis import strategies as st

from huiying.reasons.rendering import render
from huiying.work.collection.files.byte_streams import ReadLimits
from huiying.work.collection.files.mapping import is_known_name
from huiying.work.collection.files.problems import RowProblem, UnreadableFile
from huiying.work.collection.files.readers import open_rows

HEADER = "编号,标题,内容\n"


def read(path, **kwargs):
    with open_rows(path, **kwargs) as source:
        rows = list(source)
        return source, rows


def write(tmp_path, content, name="导出.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def write_sheet(tmp_path, rows, name="导出.xlsx"):
    path = tmp_path / name
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.close()
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-be-bom"]
)
def test_a_csv_is_read_in_the_charset_it_is_written_in(tmp_path, encoding):
    text = HEADER + "1,云川区停水,三天没水了\n"
    body = (
        b"\xfe\xff" + text.encode("utf-16-be")
        if encoding == "utf-16-be-bom"
        else text.encode(encoding)
    )

    source, rows = read(write(tmp_path, body))

    assert source.columns == ["编号", "标题", "内容"]
    assert rows == [(2, {"编号": "1", "标题": "云川区停水", "内容": "三天没水了"})]


def test_gbk_is_recognised_although_the_first_megabyte_is_plain_ascii(tmp_path):
    body = b"id,text\n" + b"1,water\n" * 130_000 + "2,停电\n".encode("gbk")

    source, rows = read(write(tmp_path, body))

    assert source.encoding == "gb18030"
    assert rows[-1][1]["text"] == "停电"


def test_one_damaged_byte_does_not_turn_utf_8_into_gibberish(tmp_path):
    body = (HEADER + "1,停水,三天没水了，大家都很着急\n" * 50).encode() + b"2,\xff,\xe6\xb0\n"

    source, rows = read(write(tmp_path, body))

    assert source.encoding == "utf-8"
    assert rows[0][1]["标题"] == "停水"
    assert len(rows) == 51


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "a.csv"), ("\t", "a.tsv"), (";", "a.csv"), ("|", "a.txt")]
)
def test_the_delimiter_is_found(tmp_path, delimiter, name):
    lines = [
        ["编号", "标题", "内容"],
        ["1", "停水，真的", "没水, 没电; 没气"],
        ["2", "好", "行"],
    ]
    text = "".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) + "\n"
        for line in lines
    )

    source, rows = read(write(tmp_path, text, name))

    assert source.columns == ["编号", "标题", "内容"]
    assert rows[0][1]["内容"] == "没水, 没电; 没气"
    assert len(rows) == 2


def test_a_quoted_cell_keeps_its_line_breaks_and_rows_count_as_a_spreadsheet_shows_them(
    tmp_path,
):
    text = HEADER + '1,停水,"第一行\n第二行\r\n""引用"""\n\n2,好,行\n'

    _source, rows = read(write(tmp_path, text))

    assert rows[0][1]["内容"] == '第一行\n第二行\r\n"引用"'
    assert [number for number, _row in rows] == [2, 4]


def test_ragged_rows_are_reported_and_their_neighbours_are_read(tmp_path):
    text = HEADER + "1,停水,没水\n2,多,一,格\n3,少\n4,好,行,,\n5,末,尾\n"

    source, rows = read(write(tmp_path, text))

    assert [number for number, _row in rows] == [2, 5, 6]
    assert [(p.row_number, p.reason.code) for p in source.problems] == [
        (3, "collection.row.too_many_cells"),
        (4, "collection.row.too_few_cells"),
    ]
    assert "4 格" in render(source.problems[0].reason)
    assert source.problem_count == 2


def test_entries_tell_good_and_bad_rows_in_order(tmp_path):
    path = write(tmp_path, HEADER + "1,a,b\n2,a\n3,a,b\n")

    with open_rows(path) as source:
        kinds = [isinstance(row, RowProblem) for _number, row in source.entries()]

    assert kinds == [False, True, False]


def test_nul_bytes_are_left_out(tmp_path):
    _source, rows = read(write(tmp_path, HEADER.encode() + b"1,a\0b,\0c\n"))

    assert rows == [(2, {"编号": "1", "标题": "ab", "内容": "c"})]


def test_a_cell_of_a_megabyte_is_read(tmp_path):
    big = "水" * 350_000

    _source, rows = read(write(tmp_path, HEADER + f'1,a,"{big}"\n2,b,c\n'))

    assert rows[0][1]["内容"] == big
    assert rows[1][0] == 3


def test_a_quote_that_never_closes_is_reported_at_its_row(tmp_path):
    source, rows = read(write(tmp_path, HEADER + '1,a,b\n2,a,"没有结尾\n3,a,b\n'))

    assert [number for number, _row in rows] == [2]
    assert [(p.row_number, p.reason.code) for p in source.problems] == [
        (3, "collection.row.open_quote")
    ]


def test_a_cell_beyond_all_measure_is_one_problem(tmp_path):
    body = HEADER.encode() + b"1,a," + b"x" * 2_400_000 + b"\n2,b,c\n"

    source, rows = read(write(tmp_path, body))

    assert [(p.row_number, p.reason.code) for p in source.problems] == [
        (2, "collection.row.cell_too_long")
    ]
    assert rows == [(3, {"编号": "2", "标题": "b", "内容": "c"})]


def test_after_a_stray_quote_the_reading_finds_back_to_the_rows(tmp_path):
    body = HEADER + '1,a,"没有结尾\n' + "2,b,水水水水水水水水\n" * 200_000

    source, rows = read(write(tmp_path, body))

    assert source.problems[0].reason.code == "collection.row.cell_too_long"
    assert rows[-1][1] == {"编号": "2", "标题": "b", "内容": "水水水水水水水水"}


def test_formulas_stay_text(tmp_path):
    formula = '=HYPERLINK("http://x.test","点我")'
    quoted = formula.replace('"', '""')

    _source, rows = read(write(tmp_path, HEADER + f'1,"{quoted}",@SUM(1)\n'))

    assert rows[0][1]["标题"] == formula
    assert rows[0][1]["内容"] == "@SUM(1)"


def test_empty_and_double_column_names_become_usable(tmp_path):
    source, rows = read(write(tmp_path, "标题,,标题,  \n一,二,三,四\n"))

    assert source.columns == ["标题", "列2", "标题 (2)", "列4"]
    assert list(rows[0][1].values()) == ["一", "二", "三", "四"]


def test_skip_to_resumes_where_a_stopped_import_left_off(tmp_path):
    path = write(tmp_path, HEADER + "".join(f'{n},"a\nb",c\n' for n in range(1, 101)))

    with open_rows(path) as source:
        source.skip_to(99)
        rows = list(source)

    assert [(number, row["编号"]) for number, row in rows] == [
        (99, "98"),
        (100, "99"),
        (101, "100"),
    ]


@pytest.mark.parametrize("name", ["大.csv", "大.csv.gz", "大.jsonl"])
def test_progress_grows_from_nothing_to_one(tmp_path, name):
    line = '{"标题": "停水", "内容": "没水"}\n' if "jsonl" in name else "1,停水,没水\n"
    body = ("" if "jsonl" in name else HEADER).encode() + line.encode() * 60_000
    path = write(tmp_path, gzip.compress(body, 1) if name.endswith("gz") else body, name)

    with open_rows(path) as source:
        shares = [source.progress() for number, _row in source if number % 5_000 == 0]
        final = source.progress()

    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.7
    assert final == 1.0


def test_a_compressed_csv_is_read(tmp_path):
    _source, rows = read(
        write(tmp_path, gzip.compress((HEADER + "1,a,b\n").encode()), "a.csv.gz")
    )

    assert rows == [(2, {"编号": "1", "标题": "a", "内容": "b"})]


def test_json_lines_are_read_and_bad_lines_reported(tmp_path):
    lines = [
        '{"title": "停水", "likes": 3, "tags": ["水"], "none": null}',
        "{broken",
        "[1, 2]",
        "",
        '{"title": "half \\ud83d", "new": true}',
        "[" * 100_000,
    ]

    source, rows = read(write(tmp_path, "\n".join(lines), "a.jsonl"))

    assert source.columns == ["title", "likes", "tags", "none", "new"]
    assert rows[0] == (
        1,
        {"title": "停水", "likes": "3", "tags": '["水"]', "none": "", "new": ""},
    )
    assert rows[1][0] == 5
    assert rows[1][1]["title"].encode("utf-8")
    assert [(p.row_number, p.reason.code) for p in source.problems] == [
        (2, "collection.row.bad_json"),
        (3, "collection.row.not_an_object"),
        (6, "collection.row.bad_json"),
    ]


def test_a_spreadsheet_is_read_as_text_below_its_title_line(tmp_path):
    path = write_sheet(
        tmp_path,
        [
            ["云川区留言导出"],
            ["编号", "标题", "内容", "点赞"],
            [1001.0, "停水", "没水", 3.5],
            [],
            [1002, "=1+1", "@SUM(A1)", True],
        ],
    )

    source, rows = read(path)

    assert source.columns == ["编号", "标题", "内容", "点赞"]
    assert rows[0] == (3, {"编号": "1001", "标题": "停水", "内容": "没水", "点赞": "3.5"})
    assert rows[1][0] == 5
    assert rows[1][1]["编号"] == "1002"
    assert rows[1][1]["内容"] == "@SUM(A1)"


def zip_bomb(tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (8 << 20))
    return path


def far_cell(tmp_path):
    """A kilobyte that takes gigabytes when it is laid out, as calamine does."""
    return write_sheet(tmp_path, [["标题"], *[[]] * 999, [*[""] * 16_383, "手一滑"]])


SMALL = ReadLimits(
    max_bytes=30 << 20,
    max_ratio=100,
    max_sheet_bytes=4 << 20,
    max_sheet_memory=256 << 20,
    max_columns=20,
)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda d: d / "没有.csv", "cannot_open"),
        (lambda d: write(d, b""), "empty"),
        (lambda d: write(d, b"\n \r\n"), "empty"),
        (lambda d: write(d, gzip.compress(b"0" * (20 << 20)), "a.csv.gz"), "gzip_bomb"),
        (lambda d: write(d, gzip.compress(HEADER.encode() * 99)[:-20], "a.gz"), "broken_gzip"),
        (lambda d: write(d, b"\x1f\x8b\x08rubbish", "a.csv.gz"), "broken_gzip"),
        (lambda d: write(d, b"1,2\n" * (8 << 20)), "too_big"),
        (zip_bomb, "too_big"),
        (lambda d: write(d, b"PK\x03\x04rubbish", "a.xlsx"), "broken_sheet"),
        (lambda d: write(d, b"\xd0\xcf\x11\xe0rubbish", "a.xls"), "broken_sheet"),
        (lambda d: write(d, b"%PDF-1.7 \x01\x02", "a.csv"), "not_text"),
        (lambda d: write(d, bytes(range(32)) * 50, "a.csv"), "not_text"),
        (lambda d: write(d, b"c\n\xfe\xff\0\xe7\0\n\t\0\0\tt"), "unknown_charset"),
        (lambda d: write(d, '[{"a": 1}]', "a.json"), "json_array"),
        (lambda d: write(d, ",".join(map(str, range(21))) + "\n"), "too_many_columns"),
        (lambda d: write_sheet(d, []), "empty"),
        (far_cell, "sheet_too_wide"),
    ],
)
def test_an_unreadable_file_says_what_happened_and_what_to_do(tmp_path, make, code):
    with pytest.raises(UnreadableFile) as caught:
        read(make(tmp_path), limits=SMALL)

    assert caught.value.code == code
    assert str(caught.value).endswith("。")
    assert "%(" not in str(caught.value)


@given(
    st.lists(
        st.tuples(
            *[
                st.text(
                    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\t\r\n")
                )
            ]
            * 2
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_written_cell_comes_back(tmp_path_factory, cells):
    # A line of names that exports give to columns is taken for the line of names.
    assume(not any(is_known_name(cell) for pair in cells for cell in pair))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(["key", "one", "two"])
    writer.writerows(("k", *pair) for pair in cells)
    path = write(tmp_path_factory.mktemp("roundtrip"), stream.getvalue())

    _source, rows = read(path)

    assert [(row["one"], row["two"]) for _number, row in rows] == cells
