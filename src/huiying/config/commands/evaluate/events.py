"""``huiying evaluate events FILE``: quality of event detection on a labelled stream.

In:   a CSV or CSV.gz file with ``title`` and/or ``text``, maybe ``time``, and a column that
      names the event of a row (empty: unknown).
Out:  B-cubed over the labelled rows, the same when each other row is an event of its own, and
      whether judged pairs are told apart; speed and memory.
Cost: that of the stream. A row is placed by what came before it, as in the product.
"""

from __future__ import annotations

import resource
import time as timer
from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from huiying.config.commands.evaluate._tables import print_result, read_table, refuse
from huiying.engine.analysis import DatedPost, in_order
from huiying.engine.metrics import Score, bcubed, binary, pairwise
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.types import Post
from huiying.work.collection.core.moments import parse_moment

_BATCH: Final = 512
_UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NO_LATER: Final = datetime(9999, 1, 1, tzinfo=UTC)  # a file has no moment of collection
_ANSWERS: Final = {"1": True, "0": False}  # anything else: the reader could not tell

Row = dict[str, str]


def run(
    file: Annotated[Path, typer.Argument(help="有标注的 CSV 或 CSV.gz 文件")],
    label: Annotated[str, typer.Option(help="标注所属事件的列，空值表示未知")],
    order: Annotated[str | None, typer.Option(help="到达次序所在的列，缺省按时间")] = None,
    history: Annotated[
        list[Path] | None, typer.Option(help="此前已见过、没有标注的帖文")
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="人工判断过的对：id1,id2,label（1、0 或空）")
    ] = None,
) -> None:
    """Measure how well events are found in a labelled stream."""
    needed = [label, *([order] if order else []), *(["id"] if pairs else [])]
    rows = read_table(file, *needed)
    posts = _arrivals(file, rows, order)
    judged = read_table(pairs, "id1", "id2", "label") if pairs else None
    stream = EventStream()
    for path in history or ():
        stream.learn_history([one.post for one in _dated(path, read_table(path))])
    begun = timer.perf_counter()
    events = _placed(stream, posts)
    seconds = timer.perf_counter() - begun
    print_result(
        {
            "rows": len(rows),
            **_measured([row[label].strip() for row in rows], events),
            **({} if judged is None else {"pairs": _judged(rows, events, judged)}),
            "posts_per_second": len(rows) / seconds if rows else 0.0,
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )


def _dated(file: Path, rows: list[Row]) -> list[DatedPost]:
    """Return the rows as posts; the key of a post is the number of its row."""
    if rows and not {"title", "text"} & rows[0].keys():
        refuse(f"“{file}”里没有列：title 或 text。")
    found: list[DatedPost] = []
    for key, row in enumerate(rows):
        at, _ = parse_moment(row.get("time", ""), collected_at=_NO_LATER)
        post = Post(key, row.get("title", ""), row.get("text", ""), at or _UNKNOWN)
        found.append(DatedPost(post, is_dated=at is not None))
    return found


def _arrivals(file: Path, rows: list[Row], order: str | None) -> list[Post]:
    """Return the posts in the order in which they arrive."""
    dated = _dated(file, rows)
    if order is None:
        return in_order(dated)
    try:
        places = [float(row[order]) for row in rows]
    except ValueError:
        refuse(f"“{file}”的列“{order}”里有不是数字的值。")
    return [dated[at].post for at in sorted(range(len(rows)), key=places.__getitem__)]


def _placed(stream: EventStream, posts: Sequence[Post]) -> list[int]:
    """Return the event of each row, as it stands after the last one."""
    event: dict[int, int] = {}
    became: dict[int, int] = {}
    for batch in _batches(posts):
        result = stream.feed(batch)
        event |= {place.key: place.event for place in result.placements}
        became |= {merge.source_event: merge.target_event for merge in result.merges}

    def now(one: int) -> int:
        while one in became:
            one = became[one]
        return one

    return [now(event[key]) for key in range(len(posts))]


def _batches(posts: Sequence[Post]) -> Iterator[Sequence[Post]]:
    for start in range(0, len(posts), _BATCH):
        yield posts[start : start + _BATCH]


def _measured(labels: list[str], events: list[int]) -> dict[str, Any]:
    known = [at for at, name in enumerate(labels) if name]
    truth = [labels[at] for at in known]
    found = [events[at] for at in known]
    every: list[Hashable] = [name or at for at, name in enumerate(labels)]
    return {
        "labelled": len(known),
        "clusters": len(set(events)),
        "bcubed": _told(bcubed(truth, found)),
        "pairwise_f1": pairwise(truth, found).f1,
        "bcubed_unlabelled_as_singletons": _told(bcubed(every, events)),
    }


def _judged(rows: list[Row], events: list[int], judged: list[Row]) -> dict[str, float]:
    """Return the score over pairs that were judged and whose rows are both in the file."""
    of = {row["id"]: event for row, event in zip(rows, events, strict=True)}
    questions = [
        pair
        for pair in judged
        if pair["label"].strip() in _ANSWERS and pair["id1"] in of and pair["id2"] in of
    ]
    truth = [_ANSWERS[pair["label"].strip()] for pair in questions]
    found = [of[pair["id1"]] == of[pair["id2"]] for pair in questions]
    return _told(binary(truth, found)) | {"judged": len(questions)}


def _told(score: Score) -> dict[str, float]:
    return score._asdict()
