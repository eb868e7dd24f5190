"""``huiying evaluate pairs``: F1, the area under the curve and the threshold, or a sentence."""

from __future__ import annotations

import csv
import gzip
import json

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app
from huiying.engine.pairs.similarity import SAME_EVENT_FROM

HEAD = ["text1", "text2", "label"]
ROWS = [
    ["柳河路一号厂房起火，消防已到场", "柳河路厂房起火了，消防到场", "1"],
    ["青石片区自来水发黄三天了", "青石片区的自来水又发黄了", "1"],
    ["明天降温有大雨", "三中食堂涨价家长不满", "0"],
    ["查询网页打不开", "广场路灯坏了没人修", "0"],
    ["两可的一对", "没有人判断过", ""],
]


def evaluate(*words):
    return CliRunner().invoke(app, ["evaluate", "pairs", *map(str, words)])


@pytest.fixture
def written(tmp_path):
    def write(rows=ROWS, head=HEAD, name="对.csv"):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}{name}"
        open_it = gzip.open if name.endswith(".gz") else open
        with open_it(path, "wt", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head, *rows])
        return path

    return write


def many(count):
    for number in range(count):
        place = f"第{number}中学"
        yield [f"{place}停水，学生没有水喝", f"停水！{place}的学生喝不上水", "1"]
        yield [f"{place}停水，学生没有水喝", f"{number}号小区合唱比赛报名", "0"]


def test_without_training_the_threshold_is_the_engines(written):
    found = json.loads(evaluate(written()).stdout)

    assert (found["pairs"], found["same"]) == (4, 2), "a pair that nobody judged is left out"
    assert (found["f1"], found["auc"]) == (1.0, 1.0)
    assert found["threshold"] == SAME_EVENT_FROM


def test_a_wrong_label_costs_what_it_should(written):
    rows = [*ROWS[:3], [*ROWS[3][:2], "1"]]

    found = json.loads(evaluate(written(rows, name="对.csv.gz")).stdout)

    assert found["recall"] == round(2 / 3, 4)
    assert found["f1"] == 0.8


def test_titles_count_where_there_are_any(written):
    head = ["title1", "text1", "title2", "text2", "label"]
    rows = [
        ["柳河路厂房起火", "求扩散", "柳河路厂房起火", "太吓人了", "1"],
        ["", "甲", "", "乙", "0"],
    ]

    assert json.loads(evaluate(written(rows, head)).stdout)["f1"] == 1.0


def test_training_learns_and_takes_its_own_threshold(written):
    train = written(list(many(10)), name="学.csv")

    found = json.loads(evaluate(written(list(many(4))), "--train", train).stdout)

    assert found["pairs_train"] == 20
    assert found["f1"] == 1.0
    assert found["threshold"] != SAME_EVENT_FROM


def test_bad_input_ends_with_2_and_a_sentence(written, tmp_path):
    good = written(name="好.csv")
    for words, sentence in (
        ([tmp_path / "无.csv"], "找不到文件"),
        ([written(head=["a", "b", "label"])], "没有列：text1、text2"),
        ([written([["甲", "乙", ""]])], "没有一对判断过的"),
        ([written([["甲", "乙", "也许"]])], "第 2 行的 label 是“也许”"),
        ([good, "--train", written(list(many(4)), name="少.csv")], "两类都至少要有 5 对"),
    ):
        result = evaluate(*words)

        assert result.exit_code == 2
        assert sentence in result.stderr
