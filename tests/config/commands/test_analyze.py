"""``huiying analyze``: incidents of any export, without a database."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

import pytest
import typer
import xlsxwriter
from typer.testing import CliRunner

from huiying.config.commands import analyze

HEADER = "编号,标题,正文,发布时间,来源"
ROWS = [  # a name, a title, a text, a time and a place to a row
    "1,云川佳园小区停水,云川佳园小区停水，自来水管爆裂，水压一直上不来。,"
    "2026-03-02 08:00:00,微博",
    "2,望溪花园暖气不热,望溪花园暖气不热，换热站检修之后室温只有十二度。,"
    "2026-03-02 09:00:00,论坛",
    "3,云川佳园停水三天,云川佳园小区停水第三天，自来水管爆裂没人修，水压上不来。,"
    "2026-03-04 08:00:00,论坛",
    "4,,云川佳园小区停水，自来水管爆裂，水压一直上不来。,时间不详,微博",
    "5,,,2026-03-04 08:00:00,微博",
    '6,"<script>alert(1)</script>[bold]","北岭公园的花开了，周末可以去看。",2026-03-05,微博',
]


@pytest.fixture
def run():
    app = typer.Typer(add_completion=False)
    app.command()(analyze.run)
    runner = CliRunner()
    return lambda *words: runner.invoke(
        app, [str(word) for word in words], env={"COLUMNS": "120"}
    )


@pytest.fixture
def export(tmp_path):
    def write(name="导出.csv", rows=ROWS, header=HEADER):
        path = tmp_path / name
        content = "\n".join([header, *rows]) + "\n"
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(content.encode()))
        else:
            path.write_text(content, encoding="utf-8")
        return path

    return write


def test_rows_that_could_not_be_read_end_with_1_and_bad_times_and_bytes_are_counted(
    run, export
):
    rows = [*ROWS, "7,少", "8,停\ufffd水,水管又爆裂了\ufffd,昨天,微博"]

    result = run(export(rows=rows))

    assert result.exit_code == 1, result.output
    assert "2 行的发布时间无法辨认" in result.output
    assert "有 2 处文字无法辨认（第 9 行）" in result.output


def test_a_sheet_can_be_chosen_and_a_file_without_names_analyzed(run, export, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("一月", "二月"):
            book.add_worksheet(name).write_row(0, 0, ["标题", "正文", name])
            book.get_worksheet_by_name(name).write_row(1, 0, ["停水", "小区停水了", name])

    first = run(tmp_path / "a.xlsx")
    assert "可以用 --sheet 选：一月、二月" in first.output
    assert run(tmp_path / "a.xlsx", "--sheet", "二月").exit_code == 0
    assert "无名为" in run(tmp_path / "a.xlsx", "--sheet", "三月").output

    bare = export(header=ROWS[0], rows=ROWS[1:])
    result = run(bare, "--no-header", "--text", "列3")
    assert (result.exit_code, "读取 6 行" in result.output) == (0, True)


def test_the_json_holds_exactly_what_is_promised(run, export, tmp_path):
    out = tmp_path / "out.json"

    result = run(export(), "--json", out)

    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text(encoding="utf-8"))
    (incident,) = found["incidents"]
    assert list(found) == ["rows", "skipped", "incidents"]
    assert (found["rows"], found["skipped"]) == (6, 1)
    assert list(incident) == [
        "id", "title", "size", "duplicates", "first_at", "last_at", "posts", "reasons",
    ]  # fmt: skip
    assert incident["posts"] == [2, 4, 5]
    assert (incident["size"], incident["duplicates"]) == (3, 1)
    assert incident["first_at"] == "2026-03-02T08:00:00+08:00"
    assert incident["last_at"] == "2026-03-04T08:00:00+08:00"
    assert incident["title"].startswith("云川佳园")
    assert incident["reasons"]
    assert all(isinstance(reason, str) for reason in incident["reasons"])


def test_the_table_names_the_incident(run, export):
    result = run(export())

    assert "读取 6 行，跳过 1 行" in result.stdout
    assert "云川佳园" in result.stdout


def test_the_report_asks_nobody_for_anything_and_escapes_every_text(run, export, tmp_path):
    out = tmp_path / "out.html"
    rows = [
        *ROWS,
        "7,<b>坏</b>,<img src=x onerror=alert(1)>停电了整条街,2026-03-05,<i>源</i>",
    ] * 2

    run(export(rows=rows), "--html", out)

    page = out.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "<i>源" not in page
    assert "src=" not in page.replace("default-src", "")
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page
    assert page.count('<svg viewBox="0 0 960') == 3
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page


def test_a_column_of_nicknames_taken_for_the_platform_is_other_in_every_picture(
    run, export, tmp_path
):
    out = tmp_path / "out.html"
    rows = [row.replace(",微博", ",云上听雨").replace(",论坛", ",新浪微博") for row in ROWS]

    result = run(export(rows=rows), "--html", out)

    page = out.read_text(encoding="utf-8")
    assert "云上听雨" not in page + result.stdout
    assert "其他" in page
    assert "微博" in page
    assert "新浪微博" not in page


def test_the_same_file_gives_the_same_bytes(run, export, tmp_path):
    path = export()
    outs = [(tmp_path / f"{at}.json", tmp_path / f"{at}.html") for at in range(2)]

    for as_json, as_html in outs:
        run(path, "--json", as_json, "--html", as_html)

    assert outs[0][0].read_bytes() == outs[1][0].read_bytes()
    assert outs[0][1].read_bytes() == outs[1][1].read_bytes()


def test_packed_files_are_read(run, export):
    assert run(export("导出.csv.gz")).exit_code == 0


def test_json_lines_are_read(run, tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_text('{"text": "云川佳园停水"}\n{"text": "云川佳园停水"}\n', encoding="utf-8")

    result = run(path)

    assert result.exit_code == 0
    assert "发现 1 个事件" in result.stdout


def test_columns_can_be_named(run, export, tmp_path):
    out = tmp_path / "out.json"
    rows = ["云川佳园小区停水，水管爆裂,2026-03-02", "云川佳园小区停水，水管爆裂,2026-03-01"]

    result = run(
        export(header="甲,乙", rows=rows), "--text", "甲", "--time", "乙", "--json", out
    )

    assert result.exit_code == 0, result.output
    (incident,) = json.loads(out.read_text(encoding="utf-8"))["incidents"]
    assert incident["posts"] == [2, 3]
    assert incident["first_at"] == "2026-03-01T00:00:00+08:00"
    assert incident["id"] == 3


def test_unknown_times_stay_unknown(run, export, tmp_path):
    out, page = tmp_path / "out.json", tmp_path / "out.html"
    rows = ["a,云川佳园小区停水，水管爆裂", "b,云川佳园小区停水，水管爆裂"]

    run(export(header="编号,正文", rows=rows), "--json", out, "--html", page)

    (incident,) = json.loads(out.read_text(encoding="utf-8"))["incidents"]
    assert (incident["first_at"], incident["last_at"]) == (None, None)
    assert "无数据" in page.read_text(encoding="utf-8")


def test_a_missing_file_is_said_on_stderr(run, tmp_path):
    result = run(tmp_path / "nirgends.csv")

    assert result.exit_code == 2
    assert "找不到文件" in result.stderr


@pytest.mark.parametrize("content", ["", "编号,正文\n"])
def test_an_empty_file_is_said(run, tmp_path, content):
    path = tmp_path / "leer.csv"
    path.write_text(content, encoding="utf-8")

    result = run(path)

    assert result.exit_code == 2
    assert result.stderr.strip()
    assert not result.stdout.strip()


def test_a_wrong_column_is_said_with_the_columns_there_are(run, export):
    result = run(export(), "--text", "内容")

    assert result.exit_code == 2
    assert "--text" in result.stderr
    assert "正文" in result.stderr


def test_no_column_of_text_is_said_with_the_option_to_use(run, export):
    result = run(export(header="a,b", rows=["1,2", "3,4"]))

    assert result.exit_code == 2
    assert "--text" in result.stderr
    assert "a、b" in result.stderr


def test_a_place_that_cannot_be_written_is_said(run, export, tmp_path):
    result = run(export(), "--json", tmp_path / "fehlt" / "out.json")

    assert result.exit_code == 2
    assert "写不了" in result.stderr


def test_a_file_without_incidents_is_no_error(run, export, tmp_path):
    page = tmp_path / "out.html"

    result = run(export(rows=ROWS[1:2]), "--html", page)

    assert result.exit_code == 0
    assert "发现 0 个事件" in result.stdout
    assert "没有两条以上" in page.read_text(encoding="utf-8")


def test_the_columns_that_were_taken_are_named(run, export, tmp_path):
    page = tmp_path / "out.html"

    result = run(export(), "--html", page)

    for shown in (result.stdout.replace("\n", ""), page.read_text(encoding="utf-8")):
        assert "正文取自“正文”列，标题取自“标题”列，发布时间取自“发布时间”列" in shown
        assert "平台取自“来源”列" in shown
    assert "没有找到发布时间、平台列" in run(
        export(header="题目,全文", rows=["停水,云川佳园停水"] * 2)
    ).stdout.replace("\n", "")


def test_posts_are_quoted_where_row_numbers_stood(run, export, tmp_path):
    page = tmp_path / "out.html"
    rows = [*ROWS, "7,,云川佳园小区停水，自来水管爆裂，水压上不来，找张伟 13800138000。,,"]

    result = run(export(rows=rows), "--html", page)

    for shown in (result.stdout, page.read_text(encoding="utf-8")):
        assert "自来水管爆裂没人修，水压上不来" in shown
        assert "13800138000" not in shown
        assert "行号" not in shown


def test_a_file_of_thousands_of_rows_stays_under_ten_screens(run, export, tmp_path):
    page = tmp_path / "out.html"
    areas = [f"{one}{two}" for one in "东西南北中上下前后左" for two in "山河湖海桥路街巷园村"]
    rows = [
        f"{area}小区停水第{day}天，{area}小区自来水管爆裂没人修，水压上不来,2026-03-{day:02}"
        for area in areas
        for day in range(1, 29)
    ]

    result = run(export(header="正文,发布时间", rows=rows), "--html", page)

    assert len(rows) > 2_000
    assert len(result.stdout.splitlines()) < 150
    assert page.read_text(encoding="utf-8").count("<tr>") <= 41


def test_the_report_begins_with_the_incidents_and_folds_the_rest(run, export, tmp_path):
    page = tmp_path / "out.html"
    copied = "7,,云川佳园小区停水，自来水管爆裂，水压一直上不来。,2026-03-03 08:00:00,微博"

    run(export(rows=[*ROWS, copied]), "--html", page)

    shown = page.read_text(encoding="utf-8")
    first, folded = shown.split('<details class="fold', 1)
    assert first.index("主要事件") < first.index("帖文数量随时间的变化")
    assert "“云川佳园小区停水，自来水管爆裂，水压一直上不来。” <span" in first
    assert "×3</span>" in first, "the strongest says how many posts hold it"
    assert 'class="spark"' in first
    for heading in ("全部事件", "事件的大小", "来源分布", "读取和归并方法"):
        assert heading in folded
        assert heading not in first


def test_the_report_says_what_was_left_out_and_why(run, export, tmp_path):
    page = tmp_path / "out.html"

    run(export(rows=[*ROWS, "7,少", "8,停\ufffd水,水管又爆裂了。,昨天,微博"]), "--html", page)

    shown = page.read_text(encoding="utf-8")
    left = shown.split("未采用的内容")[1].split("</section>")[0]
    assert "<b>1 行</b>：没有标题也没有正文，跳过。" in left
    assert "第 6 行" in left
    assert "<b>1 行</b>：无法读取，跳过。" in left
    assert "第 8 行：" in left
    assert "发布时间无法辨认，按时间未知参加归并。" in left
    assert "有无法辨认的文字" in left


def test_a_few_posts_far_away_do_not_flatten_the_picture(run, export, tmp_path):
    page = tmp_path / "out.html"
    rows = [f"停水第{at}天水管爆裂,2026-03-{at % 28 + 1:02}" for at in range(300)]

    run(
        export(header="正文,发布时间", rows=["很久以前停过水,2011-01-01", *rows]),
        "--html",
        page,
    )

    shown = page.read_text(encoding="utf-8")
    assert "每天一格" in shown
    assert "在此时段以外（2011-01-01 至 2026-03-28），未画出" in shown


def test_no_line_of_an_incident_is_cut_inside_a_word(run, export):
    long = "云川佳园小区停水，" + "自来水管爆裂没人修，水压一直上不来，居民意见很大，" * 8
    result = run(export(header="正文", rows=[f"{long}{at}" for at in range(3)]))

    ends = [line for line in result.stdout.splitlines() if "…" in line]
    whole = ("停水", "自来水管", "爆裂", "没人", "修", "水压", "一直", "上", "不来", "居民")
    assert ends
    for line in ends:
        assert line.rstrip("”").removesuffix("…").endswith((*whole, "意见", "很大", "上不来"))


def test_the_command_loads_no_web_framework():
    code = "import sys, huiying.config.commands.analyze; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
