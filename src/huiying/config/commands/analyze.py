"""``huiying analyze FILE``: find the incidents in any export, without a database.

In:   a CSV, CSV.gz, XLSX or JSONL file of posts.
Out:  a table on the screen; JSON and a self-contained HTML report when asked for.
Cost: about 2,000 posts/s and 3 KB a post. Loads no web framework.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from huiying.config.commands.analyze_reading import BadInput, Read, read_posts
from huiying.config.commands.analyze_report import write_report
from huiying.config.commands.analyze_result import as_json, report_of
from huiying.config.commands.analyze_screen import (
    columns_words,
    print_file_notes,
    show_result,
)
from huiying.engine.analysis import FoundIncident, find_incidents
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.readers import Layout, open_rows

BAD_INPUT: Final = 2
_SHOWN_ROWS: Final = 20


def run(
    file: Annotated[Path, typer.Argument(help="CSV, CSV.gz, XLSX or JSONL.")],
    *,
    text: Annotated[str | None, typer.Option(help="Column of the text.")] = None,
    title: Annotated[str | None, typer.Option(help="Column of the title.")] = None,
    time: Annotated[str | None, typer.Option(help="Column of the time of publication.")] = None,
    sheet: Annotated[str, typer.Option(help="Sheet; the first filled one if left out.")] = "",
    no_header: Annotated[
        bool, typer.Option("--no-header", help="No names: columns are 列1, 列2 …")
    ] = False,
    json_path: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Write the result as JSON.")
    ] = None,
    html_path: Annotated[
        Path | None, typer.Option("--html", metavar="OUT", help="Write the result as a page.")
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
