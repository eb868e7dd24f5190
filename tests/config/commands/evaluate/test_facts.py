"""``huiying evaluate facts`` measures what it is given, and says what is wrong with it."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from huiying.config.cli import app

TOLD = {"text": "受影响的有7户。", "factual": True, "kind": "number", "part": "new"}
UNTOLD = {"text": "天色暗了。", "factual": True, "kind": "other"}
WRONG = {"text": "我们7天7夜牵挂着大家。", "factual": False, "kind": "attitude"}


def evaluate(folder, *rows):
    file = folder / "sentences.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return CliRunner().invoke(app, ["evaluate", "facts", str(file)])


def test_it_prints_precision_recall_and_what_was_taken_wrongly(tmp_path):
    told = json.loads(evaluate(tmp_path, TOLD, UNTOLD, WRONG).stdout)

    assert told["all"] == {"rows": 3, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert told["parts"]["new"]["recall"] == 1.0
    assert told["recall"] == {"number": 1.0, "other": 0.0}
    assert told["missed"] == [UNTOLD["text"]]
    assert told["taken"] == [WRONG["text"]]


def test_a_line_that_says_neither_is_refused_with_its_number(tmp_path):
    answer = evaluate(tmp_path, TOLD, TOLD | {"factual": "yes"})

    assert answer.exit_code == 2
    assert "第 2 行" in answer.stderr
