"""``huiying evaluate routing``: what is measured on a small file, and what is refused."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app

SAID = {
    "水务局": "自来水停水，水管漏水，水压不足",
    "住建局": "房屋开裂，电梯坏了，物业不修",
    "教育局": "学校食堂，学位分配，幼儿园收费",
}


def evaluate(*words):
    return CliRunner().invoke(app, ["evaluate", "routing", *map(str, words)])


@pytest.fixture
def written(tmp_path):
    def write(name, rows, head=("title", "text", "label")):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head, *rows])
        return path

    return write


def messages(start, stop):
    return [
        (words[:4], f"{words}，第{number}次反映", unit)
        for number in range(start, stop)
        for unit, words in SAID.items()
    ]


@pytest.fixture
def train(written):
    return written("学.csv", messages(0, 20))


@pytest.fixture
def test(written):
    return written("考.csv", messages(50, 54))


def test_what_is_easy_to_tell_is_told_in_every_measure_of_the_contract(train, test):
    result = evaluate("--train", train, "--test", test)

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["rows"], found["macro_f1"], found["accuracy"]) == (12, 1.0, 1.0)
    assert found["per_class"].keys() == SAID.keys()
    assert found["share_at_precision_95"] > 0.9
    assert found["precision_reached"] == 1.0


def test_a_label_the_words_do_not_support_lowers_what_is_measured(train, written):
    wrong = written("错.csv", [(*row[:2], "水务局") for row in messages(50, 54)])

    assert json.loads(evaluate("--train", train, "--test", wrong).stdout)["accuracy"] == 0.3333


def test_several_files_also_of_tokens_teach_together(train, test, written):
    tokens = [("自来水 停水 水管", "水务局"), ("学校 食堂", "教育局")]
    segmented = written("分词.csv", tokens, head=("tokens", "label"))

    found = evaluate("--train", segmented, "--train", train, "--test", test)

    assert json.loads(found.stdout)["macro_f1"] == 1.0


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (("unit", "description"), list(SAID.items())),
        (
            ("level1", "level2", "level3"),
            [(unit, *words.split("，")[:2]) for unit, words in SAID.items()],
        ),
    ],
)
def test_few_confirmations_are_drawn_five_times_and_the_duties_help(
    train, test, written, head, rows
):
    units = written("单位.csv", rows, head=head)
    few = ("--train", train, "--test", test, "--confirmed", 6)

    alone = json.loads(evaluate(*few).stdout)
    helped = json.loads(evaluate(*few, "--units", units).stdout)

    assert (helped["confirmed"], helped["draws"]) == (6, 5)
    assert helped["macro_f1"] >= alone["macro_f1"]
    assert helped["macro_f1_spread"] >= 0.0
    assert json.loads(evaluate(*few, "--units", units).stdout) == helped, "draws are seeded"


def test_bad_input_ends_with_2_and_a_sentence(train, test, written, tmp_path):
    one_class = written("一类.csv", [row for row in messages(0, 9) if row[2] == "水务局"])
    strange = written("怪.csv", [("甲", "乙")], head=("name", "label"))
    for words, sentence in (
        (("--train", tmp_path / "无.csv", "--test", test), "找不到文件"),
        (("--train", train, "--test", strange), "没有列：title、text 或 tokens"),
        (("--train", one_class, "--test", test), "至少要两个单位"),
        (("--train", train, "--test", written("空.csv", [])), "没有标注过的行"),
        (("--train", train, "--test", test, "--units", strange), "unit、description"),
    ):
        result = evaluate(*words)

        assert result.exit_code == 2, words
        assert sentence in result.stderr
