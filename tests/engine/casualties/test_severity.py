"""``huiying evaluate severity``: how well the numbers that set a severity are read."""

from __future__ import annotations

import gzip
import json

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app

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
    assert found["not_stated"] == 2


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
