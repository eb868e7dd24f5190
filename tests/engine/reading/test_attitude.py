"""Negative or not: for sorting only; by a list of words, or as learnt from examples."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app
from huiying.engine.reading.attitude import read_attitude
from huiying.engine.reading.attitude_model import AttitudeModel, TooFewExamples

BAD = ["没人管,太失望", "气愤,敷衍推诿", "垃圾态度,气死我了", "黑心公司骗人", "太差,再也不来"]
GOOD = ["谢谢,很满意", "热情周到,点赞", "今天开心", "服务很好,感谢", "方便多了,赞"]
TEXTS = (BAD + GOOD) * 2
NEGATIVE = ([True] * 5 + [False] * 5) * 2


def evaluate(train, test):
    words = ["evaluate", "attitude", "--train", str(train), "--test", str(test)]
    return CliRunner().invoke(app, words)


@pytest.fixture
def written(tmp_path):
    def write(name, rows, head="text,negative"):
        path = tmp_path / name
        lines = [f'"{text}",{answer}' for text, answer in rows]
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def train(written):
    return written(
        "学.csv", [*((text, 1) for text in BAD * 2), *((text, 0) for text in GOOD * 2)]
    )


def test_words_tell_and_a_negation_turns_them():
    assert read_attitude("太失望了").negative is True
    assert read_attitude("很满意").negative is False
    assert read_attitude("很不满意").negative is True
    assert read_attitude("路灯在三号楼").negative is None


def test_a_model_names_the_words_it_rests_on():
    bad, good = AttitudeModel(TEXTS, NEGATIVE).read(["太失望", "很满意"])

    assert bad.margin > 0 > good.margin
    assert "失望" in bad.words
    assert "满意" in good.words


def test_equal_examples_give_an_equal_model():
    first, second = (AttitudeModel(TEXTS, NEGATIVE).read(["太失望", ""]) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("negative", [[True] * 20, [False] * 20, [True] * 4 + [False] * 16])
def test_one_class_or_too_few_of_one_cannot_be_learnt(negative):
    with pytest.raises(TooFewExamples):
        AttitudeModel(TEXTS, negative)


def test_texts_that_say_nothing_are_no_examples():
    with pytest.raises(TooFewExamples):
        AttitudeModel(["", " ", "\u200b", "\n", "\t"] * 4, [True] * 10 + [False] * 10)


def test_the_command_learns_from_one_file_and_is_measured_on_the_other(written, train):
    result = evaluate(train, written("考.csv", [("太失望", 1), ("很满意", 0), ("", 0)]))

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["rows_train"] == 20
    assert 0.0 <= found["macro_f1"] <= 1.0


def test_a_training_file_with_one_class_is_a_clear_error(written, train):
    result = evaluate(written("一类.csv", [(text, 1) for text in BAD * 2]), train)

    assert result.exit_code == 2
    assert "负面的有 10 条，其余的有 0 条" in result.stderr
    assert "Traceback" not in result.output


def test_bad_input_ends_with_2_and_a_sentence(written, train, tmp_path):
    for file, sentence in (
        (tmp_path / "无.csv", "找不到文件"),
        (written("空.csv", []), "没有一行"),
        (written("列.csv", [("好", 1)], head="text,label"), "没有列：negative"),
        (written("值.csv", [("好", "也许")]), "需要 1 或 0"),
    ):
        for result in (evaluate(file, train), evaluate(train, file)):
            assert result.exit_code == 2
            assert sentence in result.stderr


def test_neither_the_stream_nor_analyze_loads_what_only_learning_needs():
    code = (
        "import sys, huiying.engine.stream.event_stream, huiying.engine.analysis\n"
        "import huiying.config.commands.analyze\n"
        "from huiying.engine.reading.content import read_content\n"
        "read_content('', '3人死亡,太失望')\n"
        "sys.exit(any(name.startswith('sklearn') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
