"""``huiying evaluate routing``: quality of the proposed responsible unit.

In:   labelled training files, one labelled test file, maybe what the units say they do.
Out:  macro-F1, accuracy, each class, and the share that is proposed alone at the precision
      that cross-validation on the training files promised.
Cost: a fit (1.6 s for 800 messages), five with ``--confirmed``. Nothing is chosen on the test.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, pstdev
from typing import Annotated, Any, Final

import numpy as np
import typer

from huiying.config.commands.evaluate._tables import print_result, read_table, refuse
from huiying.engine.metrics import accuracy, macro_f1, per_class
from huiying.engine.routing.fit import CannotFit, duties_as_messages, fit_routing
from huiying.engine.routing.model import RoutingModel
from huiying.engine.routing.terms import Message, read_message, read_tokens

_DRAWS: Final = 5
_TAXONOMY: Final = ("level1", "level2", "level3")

Labelled = tuple[Message, str]


def run(
    train: Annotated[list[Path], typer.Option(help="有标注的训练文件，可多个")],
    test: Annotated[Path, typer.Option(help="有标注的测试文件")],
    units: Annotated[
        Path | None, typer.Option(help="level1,level2,level3 或 unit,description")
    ] = None,
    confirmed: Annotated[
        int, typer.Option(min=0, help="只用这么多条确认，随机抽五次；0 为全部")
    ] = 0,
) -> None:
    """Measure how well the responsible unit is proposed."""
    known = [row for path in train for row in _labelled(path, "训练")]
    messages = _labelled(test, "测试")
    # A bureau knows the list of its units, even those that nothing was confirmed for.
    duties = _duties(units, {label for _message, label in known}) if units else []
    if not confirmed or confirmed >= len(known):
        print_result(_measured(_fitted(known, [], duties), messages))
        return
    drawn = [
        _measured(_fitted(*_draw(known, confirmed, seed), duties), messages)
        for seed in range(_DRAWS)
    ]
    print_result({"confirmed": confirmed, "draws": _DRAWS, **_mean(drawn)})


def _labelled(path: Path, what: str) -> list[Labelled]:
    rows = read_table(path, "label")
    if rows and not {"title", "text", "tokens"} & rows[0].keys():
        refuse(f"“{path}”里没有列：title、text 或 tokens。")
    found = [(_message(row), row["label"].strip()) for row in rows if row["label"].strip()]
    if not found:
        refuse(f"{what}文件“{path}”里没有标注过的行。")
    return found


def _message(row: dict[str, str]) -> Message:
    if "title" in row or "text" in row:
        return read_message(row.get("title", ""), row.get("text", ""))
    return read_tokens(row["tokens"])


def _duties(path: Path, labels: set[str]) -> list[Labelled]:
    """Return what the units do; units that no training row names are left out."""
    rows = read_table(path)
    columns = rows[0].keys() if rows else set()
    if set(_TAXONOMY) <= columns:
        leaves = dict.fromkeys(tuple(row[level].strip() for level in _TAXONOMY) for row in rows)
        guessed = [(read_message("", f"{two} {three}"), label) for label, two, three in leaves]
        return [(message, label) for message, label in guessed if label in labels]
    if not {"unit", "description"} <= columns:
        refuse(f"“{path}”里没有列：level1、level2、level3，或 unit、description。")
    named = [(row["unit"].strip(), row["description"]) for row in rows]
    return [
        (message, name)
        for name, description in named
        if name in labels
        for message in duties_as_messages(name, description)
    ]


def _draw(
    known: Sequence[Labelled], count: int, seed: int
) -> tuple[list[Labelled], list[Message]]:
    """Return some rows with their label, and the texts of the others: the backlog."""
    order = np.random.default_rng(seed).permutation(len(known)).tolist()
    return [known[at] for at in order[:count]], [known[at][0] for at in order[count:]]


def _fitted(
    known: Sequence[Labelled], backlog: Sequence[Message], duties: Sequence[Labelled]
) -> RoutingModel:
    try:
        return fit_routing(known, duties, backlog)[0]
    except CannotFit:
        refuse("训练文件里只有一个单位，或者没有可读的字。至少要两个单位。")


def _measured(model: RoutingModel, messages: Sequence[Labelled]) -> dict[str, Any]:
    truth = [label for _message, label in messages]
    first = [model.guess(message, shown=1)[0] for message, _label in messages]
    guessed = [guess.label for guess in first]
    alone = [
        guess.label == label
        for guess, label in zip(first, truth, strict=True)
        if (guess.probability or 0.0) >= model.sure_at
    ]
    return {
        "rows": len(messages),
        "macro_f1": macro_f1(truth, guessed),
        "accuracy": accuracy(truth, guessed),
        "per_class": {name: one._asdict() for name, one in per_class(truth, guessed).items()},
        "share_at_precision_95": len(alone) / len(messages),
        "precision_reached": fmean(alone) if alone else None,
    }


def _mean(drawn: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the mean of each measure, and its spread beside it."""
    mean: dict[str, Any] = {}
    for name, first in drawn[0].items():
        values = [one[name] for one in drawn if one[name] is not None]
        if isinstance(first, dict):
            mean[name] = {key: _mean([one[key] for one in values]) for key in first}
        elif name == "rows" or not values:
            mean[name] = first
        else:
            mean[name] = fmean(values)
            mean[f"{name}_spread"] = pstdev(values)
    return mean
