"""Write docs/benchmarks.md: one number, one verdict and one host a row, from JSON records.

In:   ``docs/benchmarks/*.json``, one record a figure and run; ``figures.toml`` beside them;
      with ``--add NAME FILE`` also what ``huiying bench NAME --json`` printed, which is added
      to the records first.
Out:  the page; with ``--check`` exit code 1 when the committed page is out of date.
Cost: under a second; nothing is measured here.

A row holds the runs of one figure on one host and one commit. Its number is that of the run in
the middle, of two the worse. The verdict compares this number with the target.
"""

import json
import operator
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECORDS = ROOT / "docs" / "benchmarks"
PAGE = ROOT / "docs" / "benchmarks.md"
FIGURES = RECORDS / "figures.toml"
_HEAD = """\
# Benchmarks

Written by `python tools/benchmark_table.py`; do not edit. The records are in
[docs/benchmarks/](benchmarks/), one a figure and run. What a figure means and how one is added:
[how to measure](benchmarks/README.md). What was tried to make a figure better:
[experiments](experiments/index.md).

A row holds the runs of one figure on one host and one commit. **Measured** is the run in the
middle, of two the worse. **Runs** is how many there are, and the least and most. **Pace** says
how fast the processor was meanwhile: millions of steps of a plain loop a second. Hosts differ
by a factor of up to three, so a figure is a floor, not a promise.
"""
_CHART = "\n![Posts a second and B³ F1 of every system](bench-engine.svg)\n"
_COMPARED: dict[str, Callable[[float, float], bool]] = {"≥": operator.ge, "≤": operator.le}
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Record:
    """One figure of one run."""

    name: str  # what was measured
    figure: float
    unit: str
    host: str  # empty where it changes nothing
    date: str  # ISO
    commit: str  # the code that was measured
    setup: str = ""  # sizes and database
    target: str = ""  # "≥ 1500" or "≤ 5", in the unit; empty = none was set
    system: str = ""  # of a comparison: a column's figure of this system
    data: str = ""  # of a quality: on which texts
    pace: float | None = None  # median, million steps a second
    load: str = ""  # average before the run
    runs: int = 1  # how many runs this record sums up
    at_most: bool = False  # the figure is a bound: no run was above it
    note: str = ""


def sections() -> list[dict[str, Any]]:
    """Return the sections of the page, each with the figures that its benchmark prints."""
    found: list[dict[str, Any]] = tomllib.loads(FIGURES.read_text(encoding="utf-8"))["section"]
    return found


def records(path: Path) -> list[Record]:
    """Return the records of a file."""
    return [Record(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def write(path: Path, rows: Sequence[Record]) -> None:
    """Write records, one a line; what is as usual is left out."""
    usual = {field.name: field.default for field in fields(Record)}
    lines = [
        json.dumps(
            {name: value for name, value in asdict(row).items() if value != usual[name]},
            ensure_ascii=False,
        )
        for row in rows
    ]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def read_bench(name: str, result: Mapping[str, Any]) -> list[Record]:
    """Return the records of what ``huiying bench NAME --json`` printed.

    Raises:
        KeyError: If the result holds no date, commit or size: it is of an older version.
    """
    section = next(section for section in sections() if section["name"] == name)
    where = result["machine"]
    shared = {
        "host": f"{where['cpu']}, {where['cores']} cores",
        "date": where["date"],
        "commit": where["commit"],
        "load": str(where["load_before"]),
        "pace": result.get("pace", {}).get("median"),
        "setup": section["setup"].format_map(result),
    }
    window = result.get("window")
    return [
        _record(figure, row, value, shared)
        for figure in section["figures"]
        if figure.get("window", window) == window
        for row, value in _values(result, figure["path"].split("."))
    ]


def _record(figure: Mapping[str, Any], row: str, value: float, shared: Any) -> Record:
    return Record(
        figure["name"].format(row),
        _rounded(value / figure.get("divided_by", 1)),
        figure["unit"],
        target=figure.get("target", ""),
        system=row if figure.get("compared") else "",
        **shared,
    )


def _rounded(value: float) -> float:
    return round(value, 3 if value < 10 else 1 if value < 1_000 else 0)  # noqa: PLR2004 - digits


def _values(found: Any, path: Sequence[str], row: str = "") -> Iterator[tuple[str, float]]:
    """Yield the values at a path, each with the name of its row; nothing where it is absent."""
    if not path:
        yield row, found
    elif path[0] == "*":
        for one in found:
            yield from _values(one, path[1:], one["name"])
    elif path[0] in found:
        yield from _values(found[path[0]], path[1:], row)


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for section in sections():
        name = section["name"]
        parts.append(f"\n## {section['title']}\n")
        for setup, rows in _grouped(records(RECORDS / f"{name}.json"), "setup").items():
            parts.append(f"\n### {setup}\n" if setup else "")
            parts += _tables(rows)
        parts.append(_CHART if name == "engine" else "")
    return "".join(parts)


def _grouped(rows: Sequence[Record], *names: str) -> dict[Any, list[Record]]:
    """Return the rows that have the same in some fields, in the order of the first of each."""
    key = operator.attrgetter(*names)
    groups: dict[Any, list[Record]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _tables(rows: Sequence[Record]) -> Iterator[str]:
    """Yield the table of figures, then that of compared systems, where there are such."""
    alone = [row for row in rows if not row.system]
    if alone:
        same = ("unit", "target", "host", "date", "commit", "data")
        named = _grouped(alone, "name").values()
        yield _table([_row(runs) for some in named for runs in _grouped(some, *same).values()])
    compared = [row for row in rows if row.system]
    if compared:
        names = dict.fromkeys((row.name for row in compared), "")
        runs_of = _grouped(compared, "system", "host", "date", "commit")
        yield _table(
            [
                {
                    "System": runs[0].system,
                    **names,
                    **{run.name: _number(run.figure) for run in runs},
                    "Host": runs[0].host,
                }
                for runs in runs_of.values()
            ]
        )


def _row(runs: Sequence[Record]) -> dict[str, str]:
    """Return the cells of one figure on one host."""
    first, middle = runs[0], _middle(runs)
    figures = [run.figure for run in runs]
    count = str(sum(run.runs for run in runs))
    least, most = _number(min(figures)), _number(max(figures))
    paces = sorted(run.pace for run in runs if run.pace is not None)
    sign, number = first.target.split() if first.target else ("", "0")
    return {
        "What": first.name,
        "Data": first.data,
        "Measured": _measured(middle),
        "Target": f"{sign} {_number(float(number))}" if sign else "",
        "Verdict": _verdict(middle),
        "Host": first.host,
        "Runs": f"{count} ({least} to {most})" if least != most else count,
        "Pace": _number(paces[len(paces) // 2]) if paces else "",
        "Load": ", ".join(dict.fromkeys(run.load for run in runs if run.load)),
        "Date": first.date,
        "Commit": first.commit,
        "Note": "; ".join(dict.fromkeys(run.note for run in runs if run.note)),
    }


def _measured(run: Record) -> str:
    bound = "≤ " if run.at_most else ""
    return f"{bound}{_number(run.figure)} {run.unit}".rstrip()


def _middle(runs: Sequence[Record]) -> Record:
    """Return the run in the middle, of two the worse."""
    ordered = sorted(runs, key=lambda run: run.figure, reverse=runs[0].target.startswith("≥"))
    return ordered[len(ordered) // 2]


def _verdict(run: Record) -> str:
    if not run.target:
        return ""
    sign, number = run.target.split()
    return "met" if _COMPARED[sign](run.figure, float(number)) else "**not met**"


def _number(figure: float) -> str:
    return f"{int(figure):,}" if figure == int(figure) else f"{figure:,}"


def _table(rows: Sequence[Mapping[str, str]]) -> str:
    """Return a table; a column that is empty in every row is left out."""
    columns = [name for name in rows[0] if any(row[name] for row in rows)]
    lines = [columns, ["---"] * len(columns)]
    lines += [[row[name].strip() or _NONE for name in columns] for row in rows]
    return "\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def add(name: str, text: str) -> None:
    """Add what a benchmark printed to its records."""
    path = RECORDS / f"{name}.json"
    write(path, [*records(path), *read_bench(name, json.loads(text))])


def main() -> int:
    """Write or check the page."""
    words = sys.argv[1:]
    if words == ["--check"]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page() else 1
    if words[:1] == ["--add"]:
        name, file = words[1:]
        add(name, Path(file).read_text(encoding="utf-8"))
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
