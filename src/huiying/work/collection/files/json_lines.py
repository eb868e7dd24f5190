"""Read JSON Lines: one record per line.

In:   a text stream.   Out:  one record at a time as text values, or a RowProblem.
Cost: O(characters); memory bounded by one line.
"""

import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from huiying.reasons.reason import reason
from huiying.work.collection.files.problems import RowProblem
from huiying.work.collection.files.tables import MAX_LINE_CHARS

SAMPLE_RECORDS = 200


def json_rows(text: TextIO) -> Iterator[tuple[int, dict[str, str] | RowProblem]]:
    """Yield ``(number, record)`` from 1 on. Blank lines do not count."""
    number = 0
    while line := text.readline(MAX_LINE_CHARS):
        if line.strip("\ufeff \t\r\n\0"):
            number += 1
            yield number, parse_record(number, line)


def parse_record(number: int, line: str) -> dict[str, str] | RowProblem:
    """Return one line as a record of text values, or what is wrong with it."""
    try:
        value = json.loads(line.strip("\ufeff\0"))
    except (ValueError, RecursionError):
        return RowProblem(number, reason("collection.row.bad_json"))
    if not isinstance(value, dict):
        return RowProblem(number, reason("collection.row.not_an_object"))
    try:
        return {_clean(name): value_text(inner) for name, inner in value.items()}
    except (ValueError, RecursionError):
        return RowProblem(number, reason("collection.row.bad_json"))


def value_text(value: object) -> str:
    """Return a JSON value as text; inner structures stay JSON.

    >>> value_text(None), value_text(12), value_text(["a"])
    ('', '12', '["a"]')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _clean(value)
    return _clean(json.dumps(value, ensure_ascii=False))


def sample_columns(sample: str) -> list[str]:
    """Return the names in the sample's records, in the order they first appear."""
    names: dict[str, None] = {}
    lines = islice(io.StringIO(sample, newline=""), SAMPLE_RECORDS)
    for number, line in enumerate(lines, start=1):
        record = parse_record(number, line)
        if isinstance(record, dict):
            names.update(dict.fromkeys(record))
    return list(names)


def looks_like_json_lines(sample: str) -> bool:
    """Return whether the first filled line is a JSON object."""
    lines = (line.strip("\ufeff \t\r\n") for line in io.StringIO(sample, newline=""))
    first = next((line for line in lines if line), "")
    return first.startswith("{") and isinstance(parse_record(1, first), dict)


def _clean(text: str) -> str:
    # JSON may spell half of a surrogate pair, which no database can store.
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
