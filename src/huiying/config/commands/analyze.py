"""``huiying analyze FILE``: find the incidents in any export, without a database.

In:   a CSV, CSV.gz, XLSX or JSONL file of posts.
Out:  a table on the screen; JSON and a self-contained HTML report when asked for.
Cost: about 2,000 posts/s and 3 KB a post. Loads no web framework.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from huiying.config.commands.analyze_report import write_report
from huiying.config.commands.analyze_result import as_json, report_of
from huiying.config.commands.analyze_screen import (
    columns_words,
    print_file_notes,
    show_result,
)
from huiying.engine.analysis import DatedPost, FoundIncident, find_incidents
from huiying.engine.types import Post
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.platforms import fold_name
from huiying.work.collection.core.moments import parse_moment
from huiying.work.collection.files.mapping import Mapping, guess_mapping
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.readers import Layout, open_rows
from huiying.work.collection.files.row_items import REPLACEMENT

if TYPE_CHECKING:
    from huiying.work.collection.files.problems import RowProblem
    from huiying.work.collection.files.readers import RowSource
BAD_INPUT: Final = 2
_SAMPLE_ROWS: Final = 50
_TEXT_CHARS: Final = 20_000
_SHOWN_ROWS: Final = 20
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


def run(
    file: Annotated[Path, typer.Argument(help="CSV, CSV.gz, XLSX 或 JSONL 文件")],
    *,
    text: Annotated[str | None, typer.Option(help="正文所在的列")] = None,
    title: Annotated[str | None, typer.Option(help="标题所在的列")] = None,
    time: Annotated[str | None, typer.Option(help="发布时间所在的列")] = None,
    sheet: Annotated[str, typer.Option(help="工作表；不写时读第一张有内容的")] = "",
    no_header: Annotated[
        bool, typer.Option("--no-header", help="没有列名：各列叫 列1、列2……")
    ] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="把结果写成 JSON")
    ] = None,
    html_path: Annotated[
        Path | None, typer.Option("--html", metavar="OUT", help="把结果写成网页报告")
    ] = None,
) -> None:
    """Find the incidents in a file; exit 0 when all rows were read, 1 when some were not."""
    errors = Console(stderr=True)
    try:
        read, incidents = _analyzed(
            file,
            {"text": text, "title": title, "published_at": time},
            Layout(sheet, not no_header),
            errors,
        )
        if json_path is not None:
            _write(
                json_path,
                json.dumps(as_json(read, incidents), ensure_ascii=False, indent=1) + "\n",
            )
        if html_path is not None:
            _write(html_path, write_report(report_of(file, read, incidents)))
    except (BadInput, UnreadableFile) as error:
        errors.print(
            f"无法分析：{error}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        raise typer.Exit(BAD_INPUT) from error
    show_result(Console(), _head(read, incidents), incidents, read.by_row)
    raise typer.Exit(1 if read.unreadable else 0)


analyze = run


def _analyzed(
    file: Path, named: dict[str, str | None], layout: Layout, errors: Console
) -> tuple[Read, list[FoundIncident]]:
    if not file.is_file():
        raise BadInput(f"找不到文件“{file}”。请检查路径。")
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
    ) as progress:
        task = progress.add_task("读取文件", total=1.0)
        with open_rows(file, layout=layout) as source:
            print_file_notes(errors, source)
            read = read_posts(
                source, named, lambda: progress.update(task, completed=source.progress())
            )
        if not read.rows:
            raise BadInput("文件里没有数据行。请检查导出结果。")
        progress.update(task, completed=1.0)
        task = progress.add_task("寻找事件", total=max(1, len(read.posts)))
        found = find_incidents(
            read.posts, on_progress=lambda placed: progress.update(task, completed=placed)
        )
    return read, found


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


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"写不了“{path}”：{error.strerror}。请换一个位置。") from error


def _head(read: Read, incidents: list[FoundIncident]) -> str:
    joined = sum(incident.size for incident in incidents)
    return (
        f"读取 {read.rows} 行，跳过 {read.skipped} 行（没有文字或无法读取）。\n"
        f"{_damage(read)}"
        f"{columns_words(read.columns)}\n"
        f"发现 {len(incidents)} 个事件，共 {joined} 条；其余各自独立。"
    )


def _damage(read: Read) -> str:
    """Say what of the rows could not be understood."""
    lines = [f"{read.bad_times} 行的发布时间无法辨认。\n"] if read.bad_times else []
    if read.damaged:
        rows = "、".join(map(str, read.damaged_rows[:_SHOWN_ROWS]))
        more = " 等" if len(read.damaged_rows) > _SHOWN_ROWS else ""
        lines.append(f"有 {read.damaged} 处文字无法辨认（第 {rows}{more} 行）。\n")
    return "".join(lines)
