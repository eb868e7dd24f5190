"""Read labelled files and print the answer of an evaluation.

In:   a CSV, CSV.gz or JSONL file.    Out:  rows of text; one JSON object on stdout.
Cost: the whole file in memory.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn

import typer

BAD_INPUT = 2
_LARGEST_FIELD = 1 << 24


def refuse(why: str) -> NoReturn:
    """Say why the input is of no use and end with 2."""
    sys.stderr.write(f"无法评测：{why}\n")
    raise typer.Exit(BAD_INPUT)


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    if not path.is_file():
        refuse(f"找不到文件“{path}”。请检查路径。")
    open_it = gzip.open if path.suffix == ".gz" else open
    try:
        with open_it(path, "rt", encoding="utf-8-sig", newline="") as stream:
            yield stream
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        refuse(f"“{path}”读不出来（{error}）。需要 UTF-8 的 CSV、CSV.gz 或 JSONL。")


def read_table(path: Path, *needed: str) -> list[dict[str, str]]:
    """Return the rows of a CSV or CSV.gz file.

    Args:
        needed: Columns that must be there; ends with 2 and a sentence when one is not.
    """
    csv.field_size_limit(_LARGEST_FIELD)
    with _opened(path) as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            refuse(f"“{path}”里没有列：{'、'.join(missing)}。")
        return [
            {key: value or "" for key, value in row.items() if key is not None}
            for row in reader
        ]


def read_jsonl(path: Path, *needed: str) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file, each with the needed keys."""
    found: list[dict[str, Any]] = []
    with _opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                refuse(f"“{path}”第 {number} 行不是 JSON。")
            if not isinstance(row, dict) or any(key not in row for key in needed):
                refuse(f"“{path}”第 {number} 行缺少 {'、'.join(needed)} 中的一项。")
            found.append(row)
    return found


def rounded(value: Any) -> Any:
    """Return a value with every float cut to four digits."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def print_result(result: Mapping[str, Any]) -> None:
    """Print one JSON object on stdout."""
    sys.stdout.write(json.dumps(rounded(result), ensure_ascii=False, indent=1) + "\n")
