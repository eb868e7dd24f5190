"""``huiying bench NAME [--json]``: measure speed on this machine.

The benchmarks live in the source checkout (``benchmarks/``), not in the installed package.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from huiying.config.commands._django import fail

NAMES = ("import", "alarm", "pages")


def run(
    name: Annotated[str, typer.Argument(help="import, alarm or pages.")],
    posts: Annotated[int, typer.Option(help="How many posts (0 = the benchmark's own).")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON alone.")] = False,  # noqa: FBT002
) -> None:
    """Run one benchmark in a temporary folder; nothing of yours is touched."""
    if name not in NAMES:
        fail(f"没有“{name}”这个测量。可用：{'、'.join(NAMES)}。")
    checkout = Path(__file__).resolve().parents[4]
    if not (checkout / "benchmarks").is_dir():
        fail("测量程序只在源码目录里。请在源码目录中运行。")
    sys.path.insert(0, str(checkout))
    module = importlib.import_module(f"benchmarks.bench_{name}")
    result = module.measure(**({"posts": posts} if posts else {}))
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
