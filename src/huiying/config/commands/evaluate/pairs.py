"""``huiying evaluate pairs FILE``: quality of the decision whether two texts concern one event.

In:   a CSV or CSV.gz file with ``text1``, ``text2``, ``label`` (1 or 0; empty: not judged),
      maybe ``title1`` and ``title2``; with ``--train`` a second one to learn from.
Out:  F1 of the pairs that are of one event, the area under the ROC curve, the threshold.
Cost: about 2 s for 7,000 pairs, 10 s with training. Without training the threshold is that of
      the engine; with it, it comes from cross-validation inside the training file. How rare a
      term is comes from all texts, which are read without their labels.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from huiying.config.commands.evaluate._tables import print_result, read_table, refuse
from huiying.engine.metrics import auc, binary
from huiying.engine.pairs.similarity import SAME_EVENT_FROM, PairReader

_ANSWERS: Final = {"1": True, "0": False, "1.0": True, "0.0": False}


class _Judged(NamedTuple):
    pairs: list[tuple[str, str]]
    same: list[bool]

    @property
    def texts(self) -> list[str]:
        return [text for pair in self.pairs for text in pair]


def run(
    file: Annotated[Path, typer.Argument(help="有标注的 CSV 或 CSV.gz 文件")],
    train: Annotated[Path | None, typer.Option(help="用来学习的 CSV 或 CSV.gz 文件")] = None,
) -> None:
    """Measure how well two texts about one event are told."""
    judged = _judged(file)
    examples = _judged(train) if train else None
    reader = PairReader(judged.texts + (examples.texts if examples else []))
    signs = reader.read_all(judged.pairs)
    if examples is None:
        scores, threshold = [one.likeness for one in signs], SAME_EVENT_FROM
    else:
        # scikit-learn takes seconds to load, and no other command needs it
        from huiying.engine.pairs.model import FOLDS, PairModel, TooFewPairs  # noqa: PLC0415

        try:
            model = PairModel(reader.read_all(examples.pairs), examples.same)
        except TooFewPairs:
            same = sum(examples.same)
            refuse(
                f"“{train}”里同一事件的有 {same} 对，其余的有 {len(examples.same) - same} 对；"
                f"两类都至少要有 {FOLDS} 对，才能交叉验证。"
            )
        scores, threshold = model.margins(signs), model.line
    found = binary(judged.same, [score >= threshold for score in scores])
    print_result(
        {
            "pairs": len(judged.pairs),
            "same": sum(judged.same),
            "pairs_train": len(examples.pairs) if examples else 0,
            **found._asdict(),
            "auc": auc(judged.same, scores),
            "threshold": threshold,
        }
    )


def _judged(file: Path) -> _Judged:
    """Return the judged pairs of a file and whether each is of one event."""
    pairs: list[tuple[str, str]] = []
    same: list[bool] = []
    for number, row in enumerate(read_table(file, "text1", "text2", "label"), start=2):
        label = row["label"].strip()
        if not label:
            continue
        if label not in _ANSWERS:
            refuse(f"“{file}”第 {number} 行的 label 是“{label}”，需要 1、0 或空。")
        first, second = (
            f"{row.get(f'title{side}', '')} {row[f'text{side}']}".strip() for side in "12"
        )
        pairs.append((first, second))
        same.append(_ANSWERS[label])
    if not pairs:
        refuse(f"“{file}”里没有一对判断过的。")
    return _Judged(pairs, same)
