"""Write the tables of docs/sizing.md: figures per unit as measured, and what follows from them.

In:   ``docs/benchmarks/*.json``.    Out:  the two tables between their marks in the page.
Cost: none.

Of several runs the worst counts: a plan is a floor. A figure that nobody has measured yet is
said to be so, with the command that measures it; nothing is put in its place.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.benchmark_table import records

ROOT = Path(__file__).resolve().parent.parent
RECORDS, PAGE = ROOT / "docs" / "benchmarks", ROOT / "docs" / "sizing.md"
NEWEST, HOURS = 50_000, 72  # what a window holds: docs/engine, engine/stream/settings.py
SHARES = 8  # of the bureaus in a cluster: jobs/cluster/queues.py
QUIET = 10  # the peak is so many times the average: an assumption
FOR_WINDOWS = 48  # GB of a machine of 64: the rest is the system's and the workers' own
CORES = 2  # of a worker that places: its own, and that of the process that reads ahead


@dataclass(frozen=True)
class Unit:
    """A figure of one unit.

    Attributes:
        file, name, setup: Which records: the file, the name, how the setup begins.
        worst: ``min`` of a rate, ``max`` of a cost.
    """

    what: str
    file: str
    name: str
    setup: str
    worst: Callable[[Iterable[float]], float]
    unit: str
    command: str

    def figure(self) -> float | None:
        """Return the worst figure that was recorded; None = none was."""
        rows = records(RECORDS / f"{self.file}.json")
        found = [
            row.figure
            for row in rows
            if row.name == self.name and row.setup.startswith(self.setup)
        ]
        return self.worst(found) if found else None


PLACING = Unit(
    "posts taken in, masked, placed and indexed by one worker with its helper, SQLite",
    *("import", "posts placed and indexed", "100,000 posts", min, "posts/s"),
    command="huiying bench import",
)
WINDOW = Unit(
    "memory of a full window of 50,000 posts",
    *("engine", "memory added at the window", "window 50,000", max, "MB"),
    command="huiying bench engine --posts 50000 --window 50000",
)
BUREAUS = "make bench-bureaus DATABASE=postgres://…"
UNITS = (
    PLACING,
    Unit(
        "the rate that is held through the API of pushes, oldest post below 5 s",
        *("stream", "rate that was held", "", min, "posts/s"),
        command="make bench-stream DATABASE=postgres://…",
    ),
    WINDOW,
    Unit(
        "age at placement of quiet bureaus beside a loud one, p95",
        *("bureaus", "age at placement, the others, p95", "", max, "s"),
        command=BUREAUS,
    ),
    Unit(
        "the same without the loud one",
        *("bureaus", "age at placement, the others without the loud one, p95", "", max, "s"),
        command=BUREAUS,
    ),
    Unit(
        "processor time of the workers for a post of a quiet bureau, a turn of its own",
        *("bureaus", "processor time of the workers, a post of a quiet bureau", "", max, "ms"),
        command=BUREAUS,
    ),
    Unit(
        "a killed worker's last bureau goes on after",
        *("bureaus", "the last of them goes on after", "", max, "s"),
        command=BUREAUS,
    ),
    Unit(
        "memory of a worker with half of fifty bureaus",
        *("bureaus", "memory of a worker with half of the bureaus", "", max, "MB"),
        command=BUREAUS,
    ),
    Unit(
        "memory of a server after 100 officers and 1,000 readers",
        *("web", "memory of the server at the end", "", max, "MB"),
        command="make bench-web DATABASE=postgres://…",
    ),
    Unit(
        "processor time of a public page from a copy",
        *("portal", "from copies, 300/s: processor time a copy", "", max, "ms"),
        command="huiying bench portal",
    ),
    Unit(
        "processor time of a deadline that falls due",
        *("clocks", "within a minute: processor time each", "", max, "ms"),
        command="huiying bench clocks",
    ),
    Unit(
        "duty desk, p95, a million posts on PostgreSQL",
        *("pages", "duty desk, p95", "1,000,000 posts, 10,000 incidents", max, "ms"),
        command="huiying bench pages --posts 1000000 --database postgres://…",
    ),
    Unit(
        "database after 90 days of 150 posts",
        *("soak", "database, day 90", "90 days", max, "MB"),
        command="make bench-soak DAYS=90",
    ),
)


@dataclass(frozen=True)
class Plan:
    """A size: how many bureaus, how many posts a second all of them at the peak."""

    name: str
    bureaus: int
    peak: int


PLANS = (
    Plan("one box, one bureau", 1, 5),
    Plan("one box on PostgreSQL, a district with its sections", 10, 70),
    Plan("a cluster, a city", 200, 1_350),
    Plan("a province in one installation", 3_000, 20_000),
)


def window_posts(plan: Plan) -> int:
    """Return how many posts the window of a bureau holds: the newest, or those of 72 hours."""
    average = plan.peak / QUIET / plan.bureaus
    return max(NEWEST, math.ceil(average * HOURS * 3600))


def workers(plan: Plan, placing: float) -> int:
    """Return how many workers place the peak."""
    return math.ceil(plan.peak / placing)


def memory_gb(plan: Plan, window_mb: float) -> float:
    """Return the memory of all windows, full."""
    return plan.bureaus * window_posts(plan) / NEWEST * window_mb / 1000


def unit_lines() -> list[str]:
    """Return the table of figures."""
    lines = ["| Unit | Figure | Measured by |", "| --- | --- | --- |"]
    for one in UNITS:
        figure = one.figure()
        measured = "*not measured yet*" if figure is None else f"{figure:,g} {one.unit}"
        lines.append(f"| {one.what} | {measured} | `{one.command}` |")
    return lines


def plan_lines() -> list[str]:
    """Return the table of sizes."""
    placing, window = PLACING.figure(), WINDOW.figure()
    lines = [
        "| Size | Bureaus | Peak, posts/s | Workers that place | Their cores "
        "| Window of a bureau, posts | Memory of all windows | Machines of 64 GB for it |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for plan in PLANS:
        cells = ["*not measured yet*"] * 4
        if placing is not None and window is not None:
            needed, memory = workers(plan, placing), memory_gb(plan, window)
            machines = math.ceil(memory / FOR_WINDOWS)
            cells = [
                f"{needed}{_beyond(needed)}",
                f"{needed * CORES}",
                f"{memory:,.1f} GB",
                f"{machines}{_beyond(machines)}",
            ]
        lines.append(
            f"| {plan.name} | {plan.bureaus:,} | {plan.peak:,} | {cells[0]} | {cells[1]} "
            f"| {window_posts(plan):,} | {cells[2]} | {cells[3]} |"
        )
    return lines


def _beyond(workers_needed: int) -> str:
    """Say that a cluster has no work for so many workers of the stream."""
    return f" (there are {SHARES} shares)" if workers_needed > SHARES else ""


def page(text: str) -> str:
    """Return the page with its tables written anew."""
    for mark, lines in (("units", unit_lines()), ("plans", plan_lines())):
        begin, end = f"<!-- {mark}: tools/sizing_table.py -->", f"<!-- end of {mark} -->"
        before, rest = text.split(begin)
        after = rest.split(end)[1]
        text = "\n".join([f"{before}{begin}", *lines, f"{end}{after}"])
    return text


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
