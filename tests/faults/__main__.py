"""``make test-faults``: kill, freeze, fill and cut off an installation; nothing may be lost.

In:   ``--kills``, ``--seed``, ``--database`` (a PostgreSQL server), ``--only``, ``--json``.
Out:  a line for each fault with what was checked, exit code 1 when anything was wrong.
Cost: about ten minutes; it kills only processes that it began, in folders and databases of its
      own.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import machine

from tests.faults.disturbances import DISTURBANCES
from tests.faults.stage import Stage, stage

SHARES = {
    "ingest": 0.22,
    "notice": 0.22,
    "publish": 0.16,
    "report": 0.12,
    "migration": 0.05,
    "backup": 0.12,
    "file": 0.11,
}
"""How many of the kills each deed gets; an upgrade takes seconds a round."""
CHECKED = {
    "ingest": "each accepted text once, placed once, numbers of the stream once, none waits",
    "notice": "one notice, one message, it came; of what came twice the row says so",
    "publish": "one release an answer, its words as recorded",
    "report": "one report a day, its file whole and as recorded, no part left",
    "migration": "tables of this version, every row, triggers, the record",
    "backup": "every backup under its name is whole, the one before it too, no part left",
    "file": "each kept file once, whole, as recorded",
}


def kills(place: Stage, name: str, *, seed: int, number: int) -> dict[str, Any]:
    """Kill a deed in an installation of its own."""
    label = f"kill_{name}"
    environment = place.new(label, tables=name != "migration")
    words = [sys.executable, "-m", "tests.faults.kills", name]
    words += ["--seed", str(seed), "--kills", str(number)]
    with subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        found: dict[str, Any] = {"deed": name, "kills": 0, "wrong": ["it broke off"]}
        copies = 0
        for line in child.stdout:
            if line == "begin\n":  # a round begins with the database as it was before
                keep(place, label, first=not copies)
                copies += 1
                child.stdin.write("\n")
                child.stdin.flush()
            else:
                found = json.loads(line)
    return found


def keep(place: Stage, label: str, *, first: bool) -> None:
    """Keep the database of an installation, or put it back."""
    kept = place.folder / f"{label}_kept"
    if first:
        kept.mkdir()
        if place.server:
            place.made.append(f"{place.name}_{kept.name}")
        place.again(label, kept.name)
    else:
        place.again(kept.name, label)


def main() -> int:
    """Read the command line, do everything, say it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=220, help="all deeds together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="postgres://user@host:port/")
    parser.add_argument("--lease", type=float, default=3.0, help="seconds, of the tests alone")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--json", type=Path, help="write the results there, too")
    asked = parser.parse_args()
    chosen = [*filter(None, asked.only.split(","))] or [*SHARES, *DISTURBANCES]
    results: list[dict[str, Any]] = []
    began, where = time.monotonic(), machine()
    with stage(asked.database) as place:
        for name in chosen:
            if name in SHARES:
                number = max(1, math.ceil(asked.kills * SHARES[name]))
                found = kills(place, name, seed=asked.seed, number=number)
                found["checked"] = CHECKED[name]
            else:
                found = DISTURBANCES[name](place, asked.seed, asked.lease)
            results.append(found)
            say(found)
    wrong = sum(len(one["wrong"]) for one in results)
    told = {
        "machine": where,
        "database": "PostgreSQL" if asked.database else "SQLite",
        "seed": asked.seed,
        "seconds": round(time.monotonic() - began),
        "kills": sum(one.get("kills", 0) for one in results),
        "wrong": wrong,
        "faults": results,
    }
    if asked.json:
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(
        f"{told['kills']} kills and {len(results)} faults on {told['database']}, seed "
        f"{asked.seed}, {told['seconds']} s: {f'{wrong} WRONG' if wrong else 'nothing wrong'}\n"
    )
    return 1 if wrong else 0


def say(found: dict[str, Any]) -> None:
    """Print what a fault was, what was checked and what came of it."""
    mark = "✗" if found["wrong"] else "✓"
    hidden = {"deed", "fault", "wrong", "checked"}
    figures = ", ".join(f"{key} {found[key]}" for key in found if key not in hidden)
    name = found.get("deed") or found.get("fault")
    sys.stdout.write(f"{mark} {name}: {figures}\n    checked: {found.get('checked', '–')}\n")
    for one in found["wrong"][:20]:
        sys.stdout.write(f"    ✗ {one}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
