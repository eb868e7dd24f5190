"""``huiying drill``: run a planned drill in an installation of its own, take its result in.

In:   the number of a drill, an address.    Out:  the drill runs; its result is stored.
Cost: two processes more than a server; a query of the bureau's database every few seconds.

This process has both installations and writes three things into the bureau's: that the drill
started, its result, and that it ended. Into the drill's it writes that a real incident runs.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from huiying.config.commands._django import choose_bureau, errors, fail, ready
from huiying.config.commands._serve import take_address

if TYPE_CHECKING:
    from huiying.work.prevention.drills.models import Drill

LOOK, LOOK_AT_INCIDENTS = 0.2, 5.0  # seconds
PATIENCE = 30.0  # seconds that a drill may take to stop
console = Console(soft_wrap=True)


def run(
    *,
    number: Annotated[str, typer.Argument(help="Number of the drill, as YL2026-0001.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port.")] = 8100,
    rate: Annotated[
        float, typer.Option(min=1, max=60, help="Times as fast as real time.")
    ] = 5.0,
    despite: Annotated[
        bool, typer.Option("--despite", help="Start despite the grave incidents on the page.")
    ] = False,
    bureau: Annotated[str, typer.Option(help="Short name, where there are several.")] = "",
) -> None:
    """Start a planned drill, or go on with one that was stopped, until it ends."""
    with closing(take_address(host, port)):
        pass  # free: the drill's own process takes it
    ready()
    from django.conf import settings  # noqa: PLC0415 - needs Django ready

    from huiying.jobs.drills.folder import RESULT, drill_folder  # noqa: PLC0415
    from huiying.work.prevention.drills.queries import drill_by_number  # noqa: PLC0415

    if settings.DRILL:
        fail("演练中不能再开演练。")
    row = drill_by_number(choose_bureau(bureau).pk, number.strip())
    if row is None:
        fail(f"没有编号为“{number}”的演练。请在“风险与预案 · 演练”核对编号。")
    folder = drill_folder(Path(settings.DATA_DIR), row.number)
    with _alone(folder):
        _begin(row, folder, rate=rate, despite=despite)
        if not (folder / RESULT).exists():  # else it ended, and nobody took its result in
            _watch(row, folder, host, port)
        _finish(row, folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder of the drill; end where another process holds it."""
    from huiying.base.files.private_folder import make_private_folder  # noqa: PLC0415
    from huiying.jobs.drills.folder import LOCK  # noqa: PLC0415

    make_private_folder(folder)
    with (folder / LOCK).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            fail("这次演练正在另一个进程中进行，没有再开始一次。")
        yield


def _begin(row: Drill, folder: Path, *, rate: float, despite: bool) -> None:
    """Start a planned drill; go on with one that runs; end with the reason otherwise."""
    from huiying.base.errors import Refused  # noqa: PLC0415 - needs Django ready
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.drills.folder import RESULT, SEED, write_json  # noqa: PLC0415
    from huiying.jobs.drills.launch import DRILL_COMMAND  # noqa: PLC0415
    from huiying.jobs.drills.seed import drill_seed  # noqa: PLC0415
    from huiying.work.prevention.drills.actions.run_drill import start_drill  # noqa: PLC0415
    from huiying.work.prevention.drills.models import DrillState  # noqa: PLC0415

    if row.state == DrillState.RUNNING:
        if not (folder / SEED).exists():
            fail(
                f"演练 {row.number} 已在另一台机器开始，这里没有它的数据目录（{folder}）。"
                "请在那台机器上继续，或在演练页取消。"
            )
        return
    now = clock.now()
    try:
        start_drill(drill=row, despite=despite, by=DRILL_COMMAND, now=now)
    except Refused as error:
        fail(error.args[0])
    (folder / RESULT).unlink(missing_ok=True)
    write_json(folder / SEED, drill_seed(row, rate=rate, now=now))


def _tell(row: Drill, host: str, port: int) -> None:
    console.print(
        f"[green]✓[/green] 演练 {row.number}“{escape(row.title)}”："
        f"http://{host}:{port}/demo/ —— 选一个角色进去；第一个人进入后开始计时。"
    )
    console.print("  不发送任何消息，与正式数据分开。Ctrl-C 停下，可用同一命令继续。")


def _watch(row: Drill, folder: Path, host: str, port: int) -> None:
    """Run the drill's own process until it ends; look for real grave incidents meanwhile."""
    _tell(row, host, port)
    from huiying.jobs.drills.launch import begin_drill  # noqa: PLC0415 - needs Django ready

    stop = False

    def ask_to_stop(*_: object) -> None:
        nonlocal stop
        stop = True

    before = {
        number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)
    }
    child = begin_drill(folder, "serve", host, str(port), public_url=f"http://{host}:{port}")
    looked = 0.0
    try:
        while child.poll() is None and not stop:
            if time.monotonic() - looked > LOOK_AT_INCIDENTS:
                looked = time.monotonic()
                if not _look(row, folder):
                    break
            time.sleep(LOOK)
    finally:
        _end(child)
        for number, handler in before.items():
            signal.signal(number, handler)


def _look(row: Drill, folder: Path) -> bool:
    """Leave word of real grave incidents in the drill; False if the drill was cancelled."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - needs Django ready

    from huiying.jobs.drills.folder import warn_of_incidents  # noqa: PLC0415
    from huiying.work.prevention.drills.models import DrillState  # noqa: PLC0415
    from huiying.work.prevention.drills.queries import grave_incidents  # noqa: PLC0415

    try:
        row.refresh_from_db()
        rows = grave_incidents(row.bureau_id).exclude(number__in=row.despite)
        found = list(rows.values_list("number", flat=True))
    except DatabaseError as error:
        errors.print(f"[yellow]![/yellow] 暂时无法查看正式数据库：{escape(str(error))}")
        return True
    finally:
        connection.close()
    warn_of_incidents(folder, found)
    return row.state == DrillState.RUNNING


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _finish(row: Drill, folder: Path) -> None:
    """Take the result in; without one the drill stays as it is."""
    from huiying.base.errors import Refused  # noqa: PLC0415 - needs Django ready
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.drills.folder import RESULT, read_json  # noqa: PLC0415
    from huiying.jobs.drills.launch import DRILL_COMMAND  # noqa: PLC0415
    from huiying.work.prevention.drills.actions.run_drill import end_drill  # noqa: PLC0415
    from huiying.work.prevention.drills.models import DrillState  # noqa: PLC0415

    row.refresh_from_db()
    if row.state == DrillState.CANCELLED:
        fail(f"演练 {row.number} 已取消，未收取结果。", code=1)
    try:
        content = read_json(folder / RESULT)
    except ValueError:
        fail(f"演练 {row.number} 的结果文件无法识别（{folder / RESULT}），未收取。", code=1)
    if content is None:
        fail(
            f"演练 {row.number} 尚未结束，仍为“演练中”。用同一命令继续，或在演练页取消。",
            code=1,
        )
    try:
        end_drill(drill=row, content=content, by=DRILL_COMMAND, now=clock.now())
    except Refused as error:
        fail(error.args[0], code=1)
    counts = content["totals"]
    console.print(
        f"[green]✓[/green] 演练 {row.number} 已结束，结果已收取："
        f"按要求完成 {counts['MET']} 项，超时 {counts['LATE']} 项，"
        f"未完成 {counts['MISSED']} 项，未到期 {counts['NOT_DUE']} 项。"
    )
