"""``huiying evaluate facts FILE``: quality of the recognition of factual sentences.

In:   JSONL, one sentence a line: ``text``, ``factual`` (true or false), maybe ``kind`` (what it
      states, or is instead) and ``part`` (any label).
Out:  precision, recall and F1 of all sentences and of each part; recall of each factual kind;
      the sentences that were taken wrongly.
Cost: 30 µs a sentence; nothing is learnt and nothing is set.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from huiying.config.commands.evaluate._tables import print_result, read_jsonl, refuse
from huiying.engine import metrics
from huiying.engine.reading.factual import factual_signs


def run(file: Annotated[Path, typer.Argument(help="有标注的 JSONL 文件")]) -> None:
    """Measure how well sentences that state a fact are told."""
    rows = read_jsonl(file, "text", "factual")
    if not rows:
        refuse(f"“{file}”里没有一行。")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row["text"], str) or type(row["factual"]) is not bool:
            refuse(f"“{file}”第 {number} 行需要文字 text 和真假 factual。")
        row["found"] = bool(factual_signs(row["text"]))
    stated = [row for row in rows if row["factual"]]
    print_result(
        {
            "rows": len(rows),
            "all": _score(rows),
            "parts": {part: _score(ones) for part, ones in _by(rows, "part").items()},
            "recall": {
                kind: sum(row["found"] for row in ones) / len(ones)
                for kind, ones in _by(stated, "kind").items()
            },
            "missed": [row["text"] for row in stated if not row["found"]],
            "taken": [row["text"] for row in rows if row["found"] and not row["factual"]],
        }
    )


def _score(rows: list[dict[str, Any]]) -> dict[str, Any]:
    truth, found = ([row[key] for row in rows] for key in ("factual", "found"))
    return {"rows": len(rows)} | metrics.binary(truth, found)._asdict()


def _by(rows: list[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.get(key):
            groups.setdefault(str(row[key]), []).append(row)
    return groups
