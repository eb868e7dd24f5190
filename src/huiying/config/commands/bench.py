"""``huiying bench NAME``: measure on this machine, in a temporary folder.

The benchmarks live in the source checkout (``benchmarks/``), not in the installed package.
``engine`` prints one JSON object and tells on stderr what it is at; the others print a table,
or JSON when asked.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from huiying.config.commands._django import fail
from huiying.config.commands.evaluate._tables import print_result

FILLED = ("incidents", "records", "data", "database")
TAKEN = {
    "pages": FILLED,
    "search": FILLED,
    "clocks": ("database",),
    "faults": ("database",),
    "ledger": ("incidents",),
    "figures": ("incidents", "data", "database"),
    "petitions": ("data", "database"),
    "report": ("incidents", "data", "database"),
    "registers": ("data", "database"),
    "packet": ("data", "database"),
    "web": ("database", "seconds"),
    "stream": ("database", "seconds"),
    "bureaus": ("database", "seconds", "bureaus"),
    "soak": ("database", "days"),
}
NAMES = (
    "import",
    "alarm",
    "pages",
    "search",
    "clocks",
    "ledger",
    "figures",
    "petitions",
    "report",
    "registers",
    "packet",
    "portal",
    "faults",
    "web",
    "stream",
    "bureaus",
    "soak",
    "engine",
)


def run(
    name: Annotated[
        str,
        typer.Argument(help=f"{', '.join(NAMES[:-1])} or {NAMES[-1]}."),
    ],
    *,
    posts: Annotated[int, typer.Option(help="How many posts (0 = the benchmark's own).")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,
    incidents: Annotated[
        int, typer.Option(help="pages, search, ledger, figures, report: how many incidents.")
    ] = 0,
    records: Annotated[int, typer.Option(help="pages, search: how many records.")] = 0,
    data: Annotated[
        str,
        typer.Option(
            help="pages, search, figures, report, registers, packet: a folder that stays."
        ),
    ] = "",
    database: Annotated[
        str,
        typer.Option(
            help="pages, search, clocks, figures, petitions, report, registers, packet, "
            "faults, web, stream, bureaus, soak: an empty database of one's own."
        ),
    ] = "",
    seconds: Annotated[int, typer.Option(help="web, stream, bureaus: for how long.")] = 0,
    bureaus: Annotated[int, typer.Option(help="bureaus: how many (0 = 50).")] = 0,
    days: Annotated[int, typer.Option(help="soak: how many days of use.")] = 0,
    window: Annotated[int, typer.Option(help="engine: posts in the window (0 = 50,000).")] = 0,
    file: Annotated[
        Path | None, typer.Option(help="engine: a labelled CSV or CSV.gz of real posts.")
    ] = None,
    label: Annotated[str, typer.Option(help="engine: its column of events.")] = "issue_id",
    peers: Annotated[
        str | None, typer.Option(help="engine: which peers, by comma (none = '').")
    ] = None,
    runs: Annotated[int, typer.Option(help="engine: how often ours is run.")] = 1,
    chart: Annotated[
        Path | None, typer.Option(help="engine: draw a chart into this SVG file.")
    ] = None,
) -> None:
    """Run one benchmark in a temporary folder; nothing of yours is touched."""
    if name not in NAMES:
        fail(f"没有“{name}”这个测量。可用：{'、'.join(NAMES)}。")
    checkout = Path(__file__).resolve().parents[4]
    if not (checkout / "benchmarks").is_dir():
        fail("测量程序只在源码目录里。请在源码目录中运行。")
    sys.path.insert(0, str(checkout))
    sizes: dict[str, Any] = {"posts": posts} if posts else {}
    if name == "engine":
        sizes |= {"window": window} if window else {}
        _engine(file, peers, label=label, runs=max(1, runs), picture=chart, **sizes)
        return
    module = importlib.import_module(f"benchmarks.bench_{name}")
    chosen = {
        "incidents": incidents,
        "records": records,
        "data": data,
        "database": database,
        "seconds": seconds,
        "bureaus": bureaus,
        "days": days,
    }
    sizes |= {key: chosen[key] for key in TAKEN.get(name, ()) if chosen[key]}
    result = module.measure(**sizes)
    if as_json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        return
    table = Table(title=f"huiying bench {name}")
    table.add_column("figure")
    table.add_column("value", overflow="fold")
    for key, value in result.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        table.add_row(key, text)
    Console().print(table)


def _engine(file: Path | None, peers: str | None, **options: Any) -> None:
    """Measure the engine beside its peers and print one JSON object."""
    known = importlib.import_module("benchmarks.peers").PEERS
    chosen = tuple(known) if peers is None else tuple(filter(None, peers.split(",")))
    if unknown := [one for one in chosen if one not in known]:
        fail(f"没有“{'、'.join(unknown)}”这种对照。可用：{'、'.join(known)}。")
    if file is not None and not file.is_file():
        _skip(f"跳过：找不到文件“{file}”。真实帖文不在源码里，请给出它的路径。")
    module = importlib.import_module("benchmarks.bench_engine")
    try:
        print_result(module.measure(file=file, peers=chosen, **options))
    except module.NoSuchColumn as error:
        fail(f"“{error.path}”里没有列：{error.column}。")


def _skip(why: str) -> NoReturn:
    sys.stderr.write(why + "\n")
    raise typer.Exit(0)
