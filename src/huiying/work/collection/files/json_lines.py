"""Read JSON Lines: one record per line.

In:   a text stream.   Out:  one record at a time as text values, or a RowProblem.
Cost: O(characters); memory bounded by one line.
"""

import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from huiying.reasons.reason import reason
from huiying.work.collection.files.problems import RowProblem
from huiying.work.collection.files.tables import MAX_LINE_CHARS, read_line

SAMPLE_RECORDS = 200
LONG_SAMPLE = 50_000  # characters: as many as a sample of bytes holds at least
_JSON_START = re.compile(r'\s*(?:\{\s*(?:"|\}|\Z)|\[\s*(?:[\[{"\d\]]|\Z))')


def json_rows(text: TextIO) -> Iterator[tuple[int, dict[str, str] | RowProblem]]:
    """Yield ``(line, record)`` from 1 on; blank lines count but are left out."""
    number = 0
    while True:
        line, is_cut = read_line(text)
        if not line:
            return
        number += 1
        if is_cut:
            limit = f"{MAX_LINE_CHARS:,}"
            yield (
                number,
                RowProblem(number, reason("collection.row.line_too_long", limit=limit)),
            )
        elif line.strip("\ufeff \t\r\n\0"):
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


def looks_like_json(sample: str) -> bool:
    """Return whether a text begins as JSON does: one value over many lines, or a list.

    A record longer than the sample may be one of many.
    """
    start = sample.lstrip("\ufeff \t\r\n")
    is_cut_record = start.startswith("{") and "\n" not in start and len(start) > LONG_SAMPLE
    return _JSON_START.match(start) is not None and not is_cut_record


def _clean(text: str) -> str:
    # JSON may spell half of a surrogate pair, which no database can store.
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
