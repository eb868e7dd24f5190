"""``huiying evaluate severity FILE``: how well the numbers that set a severity are read.

In:   a CSV or CSV.gz file with ``title``, ``text`` and ``severity_silver`` (I, II, III or IV,
      maybe with a word after it: ``III_larger``).
Out:  macro-F1, the F1 of each level, and how often nothing was stated.
Cost: about 1 ms a text; nothing is learnt and nothing is set.

Every row is graded as an accident of production would be, whatever its kind: that measures the
reading of the numbers. The product proposes a level for accidents of production alone.

The file knows no "not stated", so where the product says that, IV is counted here: an event of
which no harm is told would be of the lowest level. The product itself never says IV for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from huiying.config.commands.evaluate._tables import print_result, read_table, refuse
from huiying.engine import metrics
from huiying.engine.casualties.combine import combine_casualties
from huiying.engine.types import EventText
from huiying.policy.grading.event_kinds import EventKind, level_by_scale

_LEVEL: Final = re.compile(r"(IV|III|II|I)(?:$|[^A-Za-z])")
_LOWEST: Final = "IV"


def run(
    file: Annotated[Path, typer.Argument(help="有标注的 CSV 或 CSV.gz 文件")],
) -> None:
    """Measure how well the severity of an emergency is read."""
    rows = read_table(file, "title", "text", "severity_silver")
    if not rows:
        refuse(f"“{file}”里没有一行。")
    truth = [_level(file, number, row) for number, row in enumerate(rows, start=2)]
    read = [_read(row["title"], row["text"]) for row in rows]
    found = [one or _LOWEST for one in read]
    scores = metrics.per_class(truth, found)
    print_result(
        {
            "rows": len(rows),
            "macro_f1": metrics.macro_f1(truth, found),
            "per_class": {level: score.f1 for level, score in scores.items()},
            "accuracy": metrics.accuracy(truth, found),
            "not_stated": sum(one is None for one in read),
        }
    )


def _read(title: str, text: str) -> str | None:
    numbers = combine_casualties([EventText(0, title, text)]).for_a_scale()
    decided = level_by_scale(
        EventKind.PRODUCTION_SAFETY, {kind: one.number for kind, one in numbers.items()}
    )
    return str(decided[0]) if decided else None


def _level(file: Path, number: int, row: dict[str, str]) -> str:
    label = row["severity_silver"].strip()
    found = _LEVEL.match(label.replace("_", " "))
    if found is None:
        refuse(f"“{file}”第 {number} 行的 severity_silver 是“{label}”，需要 I、II、III 或 IV。")
    return found[1]
