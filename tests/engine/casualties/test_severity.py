"""The severity of an emergency: proposed from numbers that are stated, never guessed."""

from __future__ import annotations

import gzip
import json

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app
from huiying.engine.casualties.severity import read_severity

HEAD = "title,text,severity_silver"


def evaluate(*words):
    return CliRunner().invoke(app, ["evaluate", "severity", *map(str, words)])


@pytest.fixture
def written(tmp_path):
    def write(*rows, head=HEAD):
        path = tmp_path / f"等级{len(list(tmp_path.iterdir()))}.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "level", "phrase"),
    [
        ("30人死亡。", "I", "30人死亡"),
        ("29人死亡。", "II", "29人死亡"),
        ("2人死亡,50人受伤。", "II", "50人受伤"),
        ("3人死亡。", "III", "3人死亡"),
        ("1人受伤。", "IV", "1人受伤"),
        ("没有人员伤亡。", "IV", "没有人员伤亡"),
        ("直接经济损失1200万元。", "III", "直接经济损失1200万元"),
    ],
)
def test_the_level_follows_the_law_and_shows_the_words_that_say_so(text, level, phrase):
    found = read_severity("通报", text)

    assert (found.level, found.phrase) == (level, phrase)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "爆炸了!",
        "3人被困。",
        "5人失踪。",
        "很多人受伤。",
        "去年30人死亡。",
        "损失惨重。",
        "转移群众3000人。",
    ],
)
def test_what_is_not_stated_has_no_level(text):
    assert read_severity("", text) is None


def test_anger_and_criticism_change_no_level():
    plain = read_severity("", "2人受伤。")

    assert read_severity("", "2人受伤。废物单位,不作为,太气人了!") == plain


def test_the_answer_tells_macro_f1_and_every_level(written):
    rows = (
        "爆炸,30人死亡。,I",
        "塌方,3人死亡。,III_larger",
        "起火,没有人员伤亡。,IV",
        "起火,烟很大。,IV",
    )

    result = evaluate(written(*rows))

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["macro_f1"] == 1.0
    assert found["per_class"] == {"I": 1.0, "III": 1.0, "IV": 1.0}
    assert found["not_stated"] == 1


def test_a_compressed_file_is_read_too(tmp_path):
    path = tmp_path / "等级.csv.gz"
    path.write_bytes(gzip.compress(f"{HEAD}\n爆炸,30人死亡。,II\n".encode()))

    assert json.loads(evaluate(path).stdout)["macro_f1"] == 0.0


def test_bad_input_ends_with_2_and_a_sentence(written, tmp_path):
    for file, sentence in (
        (tmp_path / "无.csv", "找不到文件"),
        (written(), "没有一行"),
        (written("a,b", head="title,text"), "没有列：severity_silver"),
        (written("a,b,五级"), "需要 I、II、III 或 IV"),
    ):
        result = evaluate(file)

        assert result.exit_code == 2
        assert sentence in result.stderr
