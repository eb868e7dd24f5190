"""``huiying evaluate masking`` measures what it is given, and says what is wrong with it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app

PHONE = {"text": "请打13800000000", "spans": [{"start": 2, "end": 13, "type": "phone"}]}
CLEAN = {"text": "拨打12345没有用", "spans": [], "negatives": [[2, 7]]}
UNSEEN = {"text": "花白胡子的那位", "spans": [{"start": 0, "end": 2, "type": "name"}]}


def evaluate(folder, *rows):
    file = folder / "sentences.jsonl"
    file.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    )
    return CliRunner().invoke(app, ["evaluate", "masking", str(file)])


def test_it_prints_recall_by_type_and_hits_on_clean_sentences(tmp_path):
    answer = evaluate(tmp_path, PHONE, UNSEEN, CLEAN)

    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["recall"] == {"name": 0.0, "phone": 1.0}
    assert told["false_hits_per_100_clean"] == 0.0
    assert told["negatives_hit"] == 0
    assert told["sentences_per_second"] > 0


def test_a_span_that_is_masked_in_part_is_not_found(tmp_path):
    longer = {"text": "请打13800000000", "spans": [{"start": 0, "end": 13, "type": "phone"}]}

    assert json.loads(evaluate(tmp_path, longer).stdout)["recall"] == {"phone": 0.0}


def test_an_address_is_found_when_its_household_is_masked(tmp_path):
    text = "云川佳园3号楼2单元501室漏水"
    row = {"text": text, "spans": [{"start": 0, "end": 14, "type": "address"}]}

    assert json.loads(evaluate(tmp_path, row).stdout)["recall"] == {"address": 1.0}


def test_what_is_masked_without_a_reason_is_counted(tmp_path):
    wrong = {"text": PHONE["text"], "spans": [], "negatives": [[3, 5]]}

    told = json.loads(evaluate(tmp_path, wrong, CLEAN).stdout)

    assert told["negatives_hit"] == 1
    assert told["false_hits_per_100_clean"] == 50.0


def test_parts_of_a_file_are_told_apart(tmp_path):
    told = json.loads(
        evaluate(tmp_path, PHONE | {"part": "dev"}, UNSEEN | {"part": "test"}).stdout
    )

    assert told["recall_by_part"] == {"dev": {"phone": 1.0}, "test": {"name": 0.0}}


def test_an_empty_file_has_an_answer(tmp_path):
    answer = evaluate(tmp_path)

    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["recall"] == {}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{", "不是 JSON"),
        ({"text": "停水"}, "缺少"),
        ({"text": 5, "spans": []}, "不是文字"),
        ({"text": "停水", "spans": 5}, "spans 应为"),
        ({"text": "停水", "spans": [{"start": 0}]}, "spans 应为"),
        ({"text": "停水", "spans": [], "negatives": [[1]]}, "negatives 应为"),
        ({"text": "停水", "spans": [{"start": 0, "end": 9, "type": "name"}]}, "不在文字之内"),
        ({"text": "停水", "spans": [{"start": "0", "end": 1, "type": "name"}]}, "不在文字之内"),
        ({"text": "停水", "spans": [{"start": 0, "end": 1, "type": "pet"}]}, "未知的类型"),
    ],
)
def test_bad_input_ends_with_2_and_a_sentence(tmp_path, row, why):
    answer = evaluate(tmp_path, PHONE, row)

    assert answer.exit_code == 2
    assert why in answer.stderr
    assert answer.stdout == ""


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    answer = CliRunner().invoke(app, ["evaluate", "masking", str(tmp_path / "none.jsonl")])

    assert answer.exit_code == 2
    assert "找不到文件" in answer.stderr
