"""``huiying import`` of files as people have them: what was left out is said."""

import json

import pytest
import xlsxwriter
from typer.testing import CliRunner

from huiying.config.cli import app
from huiying.jobs.stream.worker import forget_workers
from huiying.work.collection.posts.models import Post


@pytest.fixture(autouse=True)
def _cold():
    forget_workers()
    yield
    forget_workers()


@pytest.fixture
def run(yunchuan, tmp_path):
    def run(path, *words):
        out = tmp_path / "out.json"
        out.unlink(missing_ok=True)
        result = CliRunner().invoke(
            app, ["import", str(path), "--json", str(out), *words], env={"COLUMNS": "200"}
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.output
        )
        found = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
        return result.exit_code, result.output, found

    return run


def write(tmp_path, text, name="a.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_markup_in_names_and_texts_is_printed_as_it_is(run, tmp_path):
    path = write(tmp_path, "编号,[/b]标题,内容[red]\n1,停水,没水\n2,少\n", "[red].csv")

    code, said, _found = run(path)

    assert code == 1
    assert "[/b]标题" in said
    assert "[red].csv" in said
    assert "没有这些列：[/i]" in run(path, "--text", "[/i]")[1]


def test_the_exit_code_says_that_rows_were_refused_also_the_second_time(run, tmp_path):
    path = write(tmp_path, '编号,标题,内容\n\n1,"停\n水",没水\n2,少\n')

    code, said, found = run(path)

    assert (code, found["refused"]) == (1, 1)
    assert "第 4 行（文本编辑器第 5 行）" in said
    assert (found["refusals"][0]["row"], found["refusals"][0]["line"]) == (4, 5)
    code, said, _found = run(path)
    assert (code, "该文件已导入" in said) == (1, True)


def test_unreadable_dates_damage_and_repetitions_are_counted_in_the_result(run, tmp_path):
    run(write(tmp_path, "编号,标题,内容\n7,停水,没水\n", "first.csv"))
    [post] = Post.objects.values_list("pk", flat=True)
    text = "编号,标题,内容,发布时间\n7,停水,没水,昨天\n8,停电,没\ufffd电,前天\n"

    code, said, found = run(write(tmp_path, text))

    assert (code, found["repeated"]) == (0, 1)
    assert found["repetitions"] == [{"row": 2, "post": str(post)}]
    assert "发布时间无法辨认，按“未知”保存：2 行（第 2、3 行）。" in found["notes"]
    assert "共 1 处文字无法辨认" in said
    assert f"第 2 行重复：原有帖文 {post}" in said


def test_a_sheet_is_chosen_each_is_an_import_and_a_file_without_names_is_read(run, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("一月", "二月"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["标题", "内容"])
            sheet.write_row(1, 0, [f"{name}停水", f"{name}没有水用了"])

    path = tmp_path / "a.xlsx"
    code, said, found = run(path)
    assert (code, found["accepted"]) == (0, 1)
    assert "可以用 --sheet 选：一月、二月" in said
    assert run(path, "--sheet", "一月")[2]["already_imported"]
    assert run(path, "--sheet", "二月")[2]["accepted"] == 1
    assert "无名为“三月”的工作表" in run(path, "--sheet", "三月")[1]

    bare = write(tmp_path, "停水,三天没有水用了\n停电,昨天停电一天了\n", "bare.csv")
    code, _said, found = run(bare, "--no-header", "--title", "列1", "--text", "列2")
    assert (code, found["accepted"]) == (0, 2)


def test_other_columns_replace_the_earlier_run(run, tmp_path):
    path = write(tmp_path, "编号,标题,内容,回复\n1,停水,没有水用了,已转办\n")
    run(path, "--text", "回复")
    assert Post.objects.get().text == "已转办"

    code, said, found = run(path, "--text", "内容", "--replace")

    assert (code, found["withdrawn"], found["accepted"]) == (0, 1, 1)
    assert "撤回 1 条" in said
    assert Post.objects.get().text == "没有水用了"


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("a.xls", "<html><table><tr><td>标题</td></tr></table></html>", "是网页"),
        ("a.xls", '<?xml version="1.0"?>\n<Workbook>', "SpreadsheetML"),
        ("a.json", '[\n {"title": "停水"}\n]', "文件为整体 JSON"),
    ],
)
def test_a_file_of_another_kind_is_named_and_ends_with_2(run, tmp_path, name, text, part):
    code, said, _found = run(write(tmp_path, text, name))

    assert (code, part in said) == (2, True), said


def test_two_rows_of_headings_are_named(run, tmp_path):
    path = write(tmp_path, "编号,标题,内容\nid,title,content\n1,停水,没水\n")

    code, said, found = run(path)

    assert (code, found["accepted"]) == (0, 1)
    assert "表头有两行（第 1 行和第 2 行）" in said
