"""``huiying import``: import a file of posts into a bureau, with progress, resumable.

In:   CSV, CSV.gz, TSV, XLSX or JSONL.    Out:  posts, placed by the stream; refused rows.
Cost: 1,000 posts a second were measured on two slow cores, placement included
      (docs/benchmarks.md).
"""

from __future__ import annotations

import json
import signal
import threading
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from huiying.config.commands._django import (
    choose_bureau,
    fail,
    must_have_shared_data,
    ready,
)
from huiying.config.commands.analyze_screen import print_file_notes
from huiying.jobs.stream.import_process import ImportProcess
from huiying.jobs.stream.large_file import is_large
from huiying.jobs.stream.memory import limit_memory

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Bureau
    from huiying.work.collection.files.mapping import Mapping
    from huiying.work.collection.files.readers import Layout
    from huiying.work.collection.imports.models import ImportJob
    from huiying.work.collection.sources.models import Source

SAMPLE_ROWS = 50
SHOWN_ROWS = 10
DEFAULT_SOURCE = "文件导入"
ELSEWHERE = "另一个进程正在导入这个文件。请在“导入”页面看进度。"

console = Console()


def run(
    file: Annotated[Path, typer.Argument(help="CSV, CSV.gz, TSV, XLSX or JSONL.")],
    *,
    bureau: Annotated[str, typer.Option(help="Short name; the only bureau if left out.")] = "",
    source: Annotated[str, typer.Option(help="Name; made when missing.")] = DEFAULT_SOURCE,
    title: Annotated[str, typer.Option(help="Column of the title.")] = "",
    text: Annotated[str, typer.Option(help="Column of the text.")] = "",
    time: Annotated[str, typer.Option(help="Column of the time of publication.")] = "",
    url: Annotated[str, typer.Option(help="Column of the address.")] = "",
    author: Annotated[str, typer.Option(help="Column of the author; never stored.")] = "",
    channel: Annotated[str, typer.Option(help="Column of the platform.")] = "",
    community: Annotated[str, typer.Option(help="Column of the group or forum.")] = "",
    id_: Annotated[str, typer.Option("--id", help="Column of the source's own key.")] = "",
    history: Annotated[bool, typer.Option("--history", help="No clock, no alarm.")] = False,
    sheet: Annotated[str, typer.Option(help="Sheet; the first filled one if left out.")] = "",
    no_header: Annotated[
        bool, typer.Option("--no-header", help="No names: columns are 列1, 列2 …")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Other columns replace the earlier run.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--json", help="Write the result here.")] = None,
) -> None:
    """Import a file; exit 0 when all rows were taken, 1 when some were not, 2 on bad input."""
    process = ImportProcess() if is_large(file) else None
    ready()
    must_have_shared_data()
    limit_memory()
    from huiying.jobs.stream.lease import release_lease  # noqa: PLC0415

    given = {
        "title": title,
        "text": text,
        "published_at": time,
        "url": url,
        "author": author,
        "channel": channel,
        "community": community,
        "external_id": id_,
    }
    where = choose_bureau(bureau)
    mapping, layout = choose_columns(file, given, sheet=sheet, has_header=not no_header)
    into = source_named(where, source)
    try:
        job = _begun(
            file, into, mapping, layout=layout, history=history, replace=replace, out=out
        )
        job, placed = _run(job, process)
    finally:
        release_lease(where.pk)
    _print_result(job)
    waits = "" if placed >= job.accepted else "其余由正在运行的服务归组。"
    console.print(f"  归组 {placed} 条。{waits}")
    _write(out, job, placed)
    raise typer.Exit(1 if job.refused or job.state != "DONE" else 0)


def choose_columns(
    file: Path, given: dict[str, str], *, sheet: str = "", has_header: bool = True
) -> tuple[Mapping, Layout]:
    """Return the columns as guessed, with those named on the command line, and the layout."""
    from dataclasses import replace  # noqa: PLC0415

    from huiying.work.collection.files.mapping import guess_mapping  # noqa: PLC0415
    from huiying.work.collection.files.problems import UnreadableFile  # noqa: PLC0415
    from huiying.work.collection.files.readers import Layout, open_rows  # noqa: PLC0415

    named = {meaning: column for meaning, column in given.items() if column}
    layout = Layout(sheet, has_header)
    try:
        with open_rows(file, layout=layout) as rows:
            sample = [row for _number, row in islice(rows, SAMPLE_ROWS)]
            guessed = guess_mapping(rows.columns, sample)
            mapping = replace(guessed, **named)
            columns = rows.columns
            print_file_notes(console, rows)
        if sheet:  # the sheet that is read by default has no name: it is one import
            with open_rows(file) as rows:
                layout = Layout("" if rows.sheet == sheet else sheet, has_header)
    except UnreadableFile as error:
        fail(str(error))
    present = f"现有的列：{'、'.join(columns)}。"
    if missing := mapping.missing_from(columns):
        fail(f"文件里没有这些列：{'、'.join(missing)}。{present}")
    if not mapping.title and not mapping.text:
        fail(f"认不出标题列和正文列。请用 --title 或 --text 指定。{present}")
    table = Table("含义", "列", show_edge=False)
    for meaning, column in mapping.as_dict().items():
        if column:
            table.add_row(meaning, escape(column))
    console.print(table)
    return mapping, layout


def source_named(bureau: Bureau, name: str) -> Source:
    """Return the bureau's source of a name, made when missing."""
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.stream.imports import COMMAND  # noqa: PLC0415
    from huiying.work.collection.sources.actions.add_source import file_source_of  # noqa: PLC0415

    return file_source_of(bureau=bureau, name=name, actor=COMMAND, now=clock.now())


def _begun(
    file: Path,
    source: Source,
    mapping: Mapping,
    *,
    layout: Layout,
    history: bool,
    replace: bool,
    out: Path | None,
) -> ImportJob:
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.jobs.stream.import_run import begin_import  # noqa: PLC0415
    from huiying.jobs.stream.worker import drain  # noqa: PLC0415
    from huiying.work.collection.imports.actions.start import AlreadyImported  # noqa: PLC0415

    try:
        job = begin_import(
            file, source, mapping, layout=layout, history=history, replace=replace
        )
    except AlreadyImported as already:
        console.print(f"[yellow]·[/yellow] {escape(str(already))}替换用 --replace。")
        with console.status("正在办完还没有归组、没有看过的……"):
            placed = drain(already.job.bureau_id)
        _write(out, already.job, placed, already=True)
        raise typer.Exit(1 if already.job.refused else 0) from None
    except Refused as error:
        fail(str(error))
    if job is None:
        fail(ELSEWHERE, 1)
    if job.next_row > 1:
        console.print(f"接着上次，从第 {job.next_row} 行继续。")
    return job


def _run(job: ImportJob, process: ImportProcess | None) -> tuple[ImportJob, int]:
    from huiying.jobs.stream.import_run import ImportProcessEnded, ImportRun  # noqa: PLC0415

    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with _Bars() as bars:
        run = ImportRun(job, bars, stop.is_set, process)
        try:
            ended = run.read_file()
        except ImportProcessEnded as error:
            fail(
                f"收录的进程意外停止（{error.code}）。"
                "已收录的都在；再运行同一条命令即可接着导入。",
                1,
            )
        if ended is None:
            fail(ELSEWHERE, 1)
        if not stop.is_set():
            run.finish()
        bars.show_end(run.placed)
    _fail_unless_done(ended, stopped=stop.is_set())
    return ended, run.placed


def _fail_unless_done(job: ImportJob, *, stopped: bool) -> None:
    if job.state == "PAUSED":
        fail("已中断。已收录的都在；再运行同一条命令即可接着导入。", 1)
    if job.state == "FAILED":
        fail(f"{_sentence(job.error)} 已收录的 {job.accepted} 条都在。")
    if stopped:
        fail(
            "已中断。文件已全部收录；还没有归组、没有看过的，由运行中的服务接着办，"
            "没有服务时再运行同一条命令。",
            1,
        )


class _Bars(Progress):
    """One bar for the rows that were read, one for the posts that were placed."""

    def __init__(self) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[rows]}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._read = self.add_task("收录", total=1.0, rows="")
        self._placed = self.add_task("归组", total=None, rows="")

    def show_read(self, job: ImportJob) -> None:
        """Show how far the file was read."""
        rows = f"收录 {job.accepted} · 重复 {job.repeated} · 未收 {job.refused}"
        self.update(self._read, completed=job.progress, rows=rows)

    def show_placed(self, count: int) -> None:
        """Show how many posts were placed."""
        self.update(self._placed, rows=f"{count} 条")

    def show_end(self, placed: int) -> None:
        """Show that nothing more comes."""
        self.update(self._placed, total=max(placed, 1), completed=max(placed, 1))


def _sentence(data: Any) -> str:
    from huiying.reasons.reason import from_data  # noqa: PLC0415
    from huiying.reasons.rendering import render  # noqa: PLC0415

    return render(from_data(data))


def _print_result(job: ImportJob) -> None:
    from huiying.reasons.rendering import render_all  # noqa: PLC0415
    from huiying.work.collection.imports.note_tally import tally_reasons  # noqa: PLC0415
    from huiying.work.collection.imports.queries import (  # noqa: PLC0415
        refusals_of,
        repetitions_of,
    )

    console.print(
        f"[green]✓[/green] {escape(job.file_name)}：收录 {job.accepted} 条，"
        f"重复 {job.repeated} 条，未收录 {job.refused} 行。"
    )
    if job.withdrawn or job.retained:
        _say(
            f"上次导入的帖文：撤回 {job.withdrawn} 条，"
            f"已有人处理、或另一个文件也有的保留 {job.retained} 条。"
        )
    for row in refusals_of(job)[:SHOWN_ROWS]:
        line = f"（文本编辑器第 {row.line} 行）" if row.line else ""
        _say(f"第 {row.row} 行{line}：{_sentence(row.reason)}")
    if job.refused > SHOWN_ROWS:
        _say(f"…… 另有 {job.refused - SHOWN_ROWS} 行，见“导入”页面的报告。")
    for earlier in repetitions_of(job)[:SHOWN_ROWS]:
        _say(f"第 {earlier.row} 行重复：原有帖文 {earlier.post_id}")
    if job.repeated > SHOWN_ROWS:
        _say(f"…… 另有 {job.repeated - SHOWN_ROWS} 行重复，见“导入”页面或 --json。")
    for sentence in render_all(tally_reasons(job.notes)):
        _say(sentence)


def _say(sentence: str) -> None:
    console.print(f"  {sentence}", markup=False, highlight=False)


def _write(out: Path | None, job: ImportJob, placed: int, *, already: bool = False) -> None:
    from huiying.reasons.rendering import render_all  # noqa: PLC0415
    from huiying.work.collection.imports.note_tally import tally_reasons  # noqa: PLC0415
    from huiying.work.collection.imports.queries import (  # noqa: PLC0415
        refusals_of,
        repetitions_of,
    )

    if out is None:
        return
    body: dict[str, Any] = {
        "file": job.file_name,
        "accepted": 0 if already else job.accepted,
        "repeated": 0 if already else job.repeated,
        "refused": 0 if already else job.refused,
        "already_imported": already,
        "placed": placed,
        "state": job.state,
        "withdrawn": job.withdrawn,
        "retained": job.retained,
        "notes": render_all(tally_reasons(job.notes)),
        "refusals": [
            {
                "row": row.row,
                "line": row.line or row.row,
                "code": row.code,
                "field": row.field,
                "message": _sentence(row.reason),
            }
            for row in refusals_of(job)
        ],
        "repetitions": [
            {"row": row.row, "post": str(row.post_id)}
            for row in repetitions_of(job).iterator(chunk_size=500)
        ],
    }
    out.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
