"""``huiying evaluate attitude``: quality of the recognition of negative posts.

In:   two CSV or CSV.gz files with ``text`` and ``negative`` (1 or 0).
Out:  macro-F1 over the test file.
Cost: about 20 s for 12,000 posts. Everything is learnt from the training file; where the line
      lies comes from cross-validation inside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from huiying.config.commands.evaluate._tables import print_result, read_table, refuse
from huiying.engine import metrics

_ANSWERS: Final = {"1": True, "0": False, "1.0": True, "0.0": False}
_NAMES: Final = {True: "negative", False: "other"}


def run(
    train: Annotated[Path, typer.Option(help="用来学习的 CSV 或 CSV.gz 文件")],
    test: Annotated[Path, typer.Option(help="用来检验的 CSV 或 CSV.gz 文件")],
) -> None:
    """Measure how well negative posts are told from the others."""
    texts, negative = _examples(train)
    examples, truth = _examples(test)
    # scikit-learn takes seconds to load, and no other command needs it
    from huiying.engine.reading.attitude_model import FOLDS, AttitudeModel, TooFewExamples  # noqa: PLC0415

    try:
        model = AttitudeModel(texts, negative)
    except TooFewExamples:
        others = len(negative) - sum(negative)
        refuse(
            f"“{train}”里负面的有 {sum(negative)} 条，其余的有 {others} 条；"
            f"两类都至少要有 {FOLDS} 条有文字的，才能交叉验证。"
        )
    found = [one.margin > 0 for one in model.read(examples)]
    named = [[_NAMES[one] for one in answers] for answers in (truth, found)]
    print_result(
        {
            "rows_train": len(texts),
            "rows_test": len(examples),
            "macro_f1": metrics.macro_f1(*named),
            "negative": metrics.binary(truth, found)._asdict(),
        }
    )


def _examples(file: Path) -> tuple[list[str], list[bool]]:
    """Return the texts of a file and whether each is negative."""
    rows = read_table(file, "text", "negative")
    if not rows:
        refuse(f"“{file}”里没有一行。")
    negative: list[bool] = []
    for number, row in enumerate(rows, start=2):
        answer = _ANSWERS.get(row["negative"].strip())
        if answer is None:
            refuse(f"“{file}”第 {number} 行的 negative 是“{row['negative']}”，需要 1 或 0。")
        negative.append(answer)
    return [row["text"] for row in rows], negative
