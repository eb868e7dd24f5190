"""``huiying evaluate masking FILE``: quality of the masking of personal data.

In:   JSONL, one sentence a line: ``text``, ``spans`` [{start, end, type}], maybe ``negatives``
      [[start, end]] (what looks like personal data and is none) and ``part`` (any label).
Out:  recall of each type, the same for each part, precision of names, false hits; all that a
      second time for the second look, if its tagger is installed.
Cost: that of masking, twice, and of the second look.

A span is found when every letter and digit of it is masked, whatever it is taken for; an
address when a part of it is, as the estate or the road stays on purpose. A negative is hit when
any of it is masked; a sentence without spans is clean.
"""

from __future__ import annotations

import time as timer
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import typer

from huiying.config.commands.evaluate._tables import print_result, read_jsonl, refuse
from huiying.engine.masking.mask import Identifier, find_identifiers, mask
from huiying.engine.masking.second_look import find_identifiers_again
from huiying.engine.masking.tagger import is_installed

TYPES: Final = (
    "name", "phone", "id_number", "bank_card", "plate", "email", "address", "account",
    "child_name",
)  # fmt: skip


class Span(NamedTuple):
    """A stretch of a text, as a person marked it."""

    start: int
    end: int
    kind: str  # of TYPES; "" for a negative


class Sentence(NamedTuple):
    """One line of the file, and what the machine masks in it."""

    text: str
    spans: list[Span]
    negatives: list[Span]
    part: str
    finds: list[Identifier]


def run(file: Annotated[Path, typer.Argument(help="有标注的 JSONL 文件")]) -> None:
    """Measure how well personal data is found."""
    rows = read_jsonl(file, "text", "spans")
    sentences = [_sentence(file, number, row) for number, row in enumerate(rows, start=1)]
    texts = [sentence.text for sentence in sentences]
    begun = timer.perf_counter()
    for text in texts:
        mask(text)
    results = {
        "sentences": len(sentences),
        **_measured(sentences, timer.perf_counter() - begun),
    }
    if is_installed():
        begun = timer.perf_counter()
        finds = find_identifiers_again(texts)
        seconds = timer.perf_counter() - begun
        again = [one._replace(finds=some) for one, some in zip(sentences, finds, strict=True)]
        results["second_look"] = _measured(again, seconds)
    print_result(results)


def _measured(sentences: list[Sentence], seconds: float) -> dict[str, Any]:
    """Return what was found of that which is marked, and what else."""
    clean = [sentence for sentence in sentences if not sentence.spans]
    false_hits = sum(len(sentence.finds) for sentence in clean)
    parts = sorted({sentence.part for sentence in sentences} - {""})
    return {
        "recall": _recall(sentences),
        "recall_by_part": {
            part: _recall([one for one in sentences if one.part == part]) for part in parts
        },
        "name_precision": _name_precision(sentences),
        "clean": len(clean),
        "false_hits_per_100_clean": 100 * false_hits / len(clean) if clean else 0.0,
        "negatives": sum(len(sentence.negatives) for sentence in sentences),
        "negatives_hit": sum(
            any(_touch(one, negative) for one in sentence.finds)
            for sentence in sentences
            for negative in sentence.negatives
        ),
        "sentences_per_second": len(sentences) / seconds if seconds else 0.0,
    }


def _sentence(file: Path, number: int, row: dict[str, Any]) -> Sentence:
    """Return a line as a sentence; ends with 2 when it is of no use."""
    text = row["text"]
    if not isinstance(text, str):
        refuse(f"“{file}”第 {number} 条的 text 不是文字。")
    try:
        spans = [Span(one["start"], one["end"], str(one["type"])) for one in row["spans"]]
        negatives = [Span(start, end, "") for start, end in row.get("negatives") or ()]
    except (KeyError, TypeError, ValueError):
        refuse(
            f"“{file}”第 {number} 条的 spans 应为 [{{start,end,type}}]，"
            "negatives 应为 [[start,end]]。"
        )
    if not all(_is_within(text, one) for one in (*spans, *negatives)):
        refuse(f"“{file}”第 {number} 条标注的位置不在文字之内。")
    unknown = {one.kind for one in spans}.difference(TYPES)
    if unknown:
        refuse(f"“{file}”第 {number} 条有未知的类型：{'、'.join(sorted(unknown))}。")
    return Sentence(text, spans, negatives, str(row.get("part") or ""), find_identifiers(text))


def _is_within(text: str, one: Span) -> bool:
    is_place = isinstance(one.start, int) and isinstance(one.end, int)
    return is_place and 0 <= one.start < one.end <= len(text)


def _recall(sentences: list[Sentence]) -> dict[str, float]:
    """Return the share of found spans of each type that is there."""
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for sentence in sentences:
        for span in sentence.spans:
            marked[span.kind] += 1
            found[span.kind] += _is_found(sentence, span)
    return {kind: found[kind] / marked[kind] for kind in TYPES if marked[kind]}


def _is_found(sentence: Sentence, span: Span) -> bool:
    masked = {place for one in sentence.finds for place in range(one.start, one.end)}
    places = range(span.start, span.end)
    if span.kind == "address":
        return not masked.isdisjoint(places)
    telling = {place for place in places if sentence.text[place].isalnum()}
    return masked.issuperset(telling or places)


def _name_precision(sentences: list[Sentence]) -> float:
    """Return the share of masked names that touch a span of any type."""
    rows = [
        any(_touch(one, span) for span in sentence.spans)
        for sentence in sentences
        for one in sentence.finds
        if one.kind == "name"
    ]
    return sum(rows) / len(rows) if rows else 0.0


def _touch(one: Identifier, span: Span) -> bool:
    return one.start < span.end and span.start < one.end
