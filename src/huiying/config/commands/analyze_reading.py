"""Read the posts of a file for ``huiying analyze``, and what could not be understood.

In:   an open file, the columns that the user named.    Out:  posts, and counts of the rest.
Cost: linear in the rows; 3 KB a post.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from huiying.engine.analysis import DatedPost
from huiying.engine.types import Post
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.platforms import fold_name
from huiying.work.collection.core.moments import parse_moment
from huiying.work.collection.files.mapping import Mapping, guess_mapping
from huiying.work.collection.files.row_items import REPLACEMENT

if TYPE_CHECKING:
    from huiying.work.collection.files.problems import RowProblem
    from huiying.work.collection.files.readers import RowSource
_SAMPLE_ROWS: Final = 50
_TEXT_CHARS: Final = 20_000
_UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PLATFORMS: Final = default_book().platform_words()
_NO_LATER: Final = datetime(9999, 1, 1, tzinfo=UTC)  # a file has no moment of collection


class BadInput(Exception):
    """The file or an option is of no use; the text says why and what to do."""


@dataclass(slots=True)
class Read:
    """What was read from a file."""

    posts: list[DatedPost] = field(default_factory=list)
    rows: int = 0
    skipped: int = 0  # rows without text
    unreadable: int = 0  # of the skipped, rows that could not be read at all
    empty_rows: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)  # of the unreadable ones
    bad_time_rows: list[int] = field(default_factory=list)
    bad_times: int = 0  # of the posts, those whose time was written and not understood
    damaged: int = 0  # bytes of the posts that fit no charset …
    damaged_rows: list[int] = field(default_factory=list)  # … and their rows
    columns: Mapping = field(default_factory=Mapping)

    @property
    def by_row(self) -> dict[int, Post]:
        """Return the posts by the number of their row."""
        return {one.post.key: one.post for one in self.posts}


def read_posts(
    source: RowSource, named: dict[str, str | None], on_progress: Any = lambda: None
) -> Read:
    """Return the posts of a file.

    Args:
        source: An open file.
        named: Meaning (text, title, published_at) → column named by the user, or None.
        on_progress: Called now and then, to show progress.

    Raises:
        BadInput: A named column is missing, or no column of text is found.
    """
    read = Read()
    rows: list[tuple[int, dict[str, str]]] = []
    mapping: Mapping | None = None
    for number, row in source:
        read.rows = max(read.rows, number)
        if mapping is None:
            rows.append((number, row))
            if len(rows) < _SAMPLE_ROWS:
                continue
            mapping = _mapping(source.columns, rows, named)
            for kept_number, kept_row in rows:
                _take(kept_number, kept_row, mapping, read)
            continue
        _take(number, row, mapping, read)
        if number % 500 == 0:
            on_progress()
    if mapping is None:
        mapping = _mapping(source.columns, rows, named)
        for kept_number, kept_row in rows:
            _take(kept_number, kept_row, mapping, read)
    read.columns = mapping
    read.unreadable = source.problem_count
    read.problems = list(source.problems)
    read.rows = len(read.posts) + read.skipped + read.unreadable
    read.skipped += read.unreadable
    return read


def _mapping(
    columns: list[str], sample: list[tuple[int, dict[str, str]]], named: dict[str, str | None]
) -> Mapping:
    listed = "、".join(columns) or "（没有列）"
    for meaning, column in named.items():
        if column is not None and column not in columns:
            option = {"published_at": "--time"}.get(meaning, f"--{meaning}")
            raise BadInput(f"没有名为“{column}”的列（{option}）。文件里的列是：{listed}。")
    guessed = guess_mapping(columns, [row for _, row in sample])
    chosen = {column for column in named.values() if column is not None}
    values: dict[str, object] = {
        meaning: column for meaning, column in guessed.as_dict().items() if column not in chosen
    }
    values |= {meaning: column for meaning, column in named.items() if column is not None}
    mapping = Mapping.from_dict(values)
    if mapping.text is None and mapping.title is None:
        raise BadInput(f"认不出哪一列是正文。请用 --text 指定。文件里的列是：{listed}。")
    return mapping


def _take(number: int, row: dict[str, str], mapping: Mapping, read: Read) -> None:
    title, text = mapping.value("title", row).strip(), mapping.value("text", row).strip()
    if not title and not text:
        read.skipped += 1
        read.empty_rows.append(number)
        return
    written = mapping.value("published_at", row)
    at, _ = parse_moment(written, collected_at=_NO_LATER)
    if at is None and written.strip():
        read.bad_times += 1
        read.bad_time_rows.append(number)
    if damaged := (title + text).count(REPLACEMENT):
        read.damaged += damaged
        read.damaged_rows.append(number)
    post = Post(
        key=number,
        title=title[:_TEXT_CHARS],
        text=text[:_TEXT_CHARS],
        at=at or _UNKNOWN,
        source=_platform(mapping.value("channel", row)),
    )
    read.posts.append(DatedPost(post, is_dated=at is not None))


def _platform(name: str) -> str:
    """Return the platform of a row as it is listed; what is in no list is 其他."""
    folded = fold_name(name)
    return _PLATFORMS.get(folded, "其他") if folded else ""
