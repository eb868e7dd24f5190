"""``huiying evaluate casualties FILE``: quality of the reading of casualty figures.

In:   JSONL: ``text``, ``expected`` {dead, injured, missing, trapped, evacuated} and
      ``severity`` (I to IV), as if it were an accident of production; null = not stated.
Out:  the share of texts whose number is exactly right, for each field and for all of them, and
      whose severity is; null counts as right only where null was expected.
Cost: about 0.2 ms a text; nothing is learnt and nothing is set.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from huiying.config.commands.evaluate._tables import print_result, read_jsonl, refuse
from huiying.engine import metrics
from huiying.engine.casualties.combine import combine_casualties
from huiying.engine.casualties.stated import stated_numbers
from huiying.engine.types import EventText
from huiying.policy.grading.event_kinds import EventKind, level_by_scale

# as the file calls it → as the engine does
_FIELDS: Final = {
    "dead": "dead",
    "injured": "hurt",
    "missing": "missing",
    "trapped": "trapped",
    "evacuated": "evacuated",
}
_LEVELS: Final = ("I", "II", "III", "IV", None)


def run(
    file: Annotated[Path, typer.Argument(help="有标注的 JSONL 文件")],
) -> None:
    """Measure how well numbers of people harmed are read."""
    rows = read_jsonl(file, "text", "expected", "severity")
    if not rows:
        refuse(f"“{file}”里没有一行。")
    expected = [_expected(file, number, row) for number, row in enumerate(rows, start=1)]
    found = [_found(row["text"]) for row in rows]
    levels = [_level(row["text"]) for row in rows]
    print_result(
        {
            "rows": len(rows),
            "exact": {
                field: metrics.accuracy(
                    [one[field] for one in expected], [one[field] for one in found]
                )
                for field in _FIELDS
            },
            "all_exact": sum(one == other for one, other in zip(expected, found, strict=True))
            / len(rows),
            "severity_accuracy": metrics.accuracy([row["severity"] for row in rows], levels),
        }
    )


def _expected(file: Path, number: int, row: dict[str, Any]) -> dict[str, int | None]:
    """Return what a row expects; ends with 2 and a sentence when it cannot be so."""
    numbers, level = row["expected"], row["severity"]
    if not isinstance(row["text"], str):
        refuse(f"“{file}”第 {number} 行的 text 不是文字。")
    if not isinstance(numbers, dict) or not all(_fits(one) for one in numbers.values()):
        refuse(f"“{file}”第 {number} 行的 expected 需要是非负整数或 null。")
    if level not in _LEVELS:
        refuse(f"“{file}”第 {number} 行的 severity 需要是 I、II、III、IV 或 null。")
    return {field: numbers.get(field) for field in _FIELDS}


def _fits(value: object) -> bool:
    return value is None or (type(value) is int and value >= 0)


def _found(text: str) -> dict[str, int | None]:
    numbers = stated_numbers("", text)
    return {field: numbers.get(kind) for field, kind in _FIELDS.items()}


def _level(text: str) -> str | None:
    numbers = combine_casualties([EventText(0, "", text)]).for_a_scale()
    decided = level_by_scale(
        EventKind.PRODUCTION_SAFETY, {kind: one.number for kind, one in numbers.items()}
    )
    return str(decided[0]) if decided else None
