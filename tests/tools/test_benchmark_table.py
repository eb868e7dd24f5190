"""What a benchmark printed becomes records, and records become rows of the table."""

import json

import pytest
from tools.benchmark_table import Record, read_bench

from tools import benchmark_table

MACHINE = {
    "cpu": "A CPU",
    "cores": 2,
    "load_before": 0.5,
    "date": "2026-11-28",
    "commit": "abc1234",
}
IMPORTED = {
    "posts": 100_000,
    "posts_per_second": 1_782.4,
    "peak_rss_mb": 751.0,
    "receipts_while_running": {"n": 9, "p99_ms": 206.0},
    "pace": {"least": 70.0, "median": 76.0, "most": 78.0},
    "machine": MACHINE,
}
SHARED = {
    "host": "A CPU, 2 cores",
    "date": "2026-11-28",
    "commit": "abc1234",
    "load": "0.5",
}


@pytest.fixture
def records(tmp_path, monkeypatch):
    """A folder with the sections of the page and no record."""
    figures = tmp_path / "figures.toml"
    figures.write_text(benchmark_table.FIGURES.read_text("utf-8"), "utf-8")
    for section in benchmark_table.sections():
        (tmp_path / f"{section['name']}.json").write_text("[]", "utf-8")
    monkeypatch.setattr(benchmark_table, "RECORDS", tmp_path)
    return tmp_path


def run(figure, **changed):
    row = {"name": "posts", "figure": figure, "unit": "posts/s", "target": "≥ 1500", **SHARED}
    return Record(**row | changed)


def rows_of(folder, *runs):
    benchmark_table.write(folder / "import.json", runs)
    page = benchmark_table.page()
    return [line.strip("| ").split(" | ") for line in page.splitlines() if line[:2] == "| "][2:]


def test_what_an_import_printed_becomes_its_records():
    placed, memory, receipt = read_bench("import", IMPORTED)

    assert placed == Record(
        "posts placed and indexed",
        1782,
        "posts/s",
        setup="100,000 posts into SQLite",
        target="≥ 1500",
        pace=76.0,
        **SHARED,
    )
    assert (memory.figure, receipt.figure) == (751, 206)


def test_each_row_of_a_list_becomes_a_record_of_its_name():
    page = {"name": "duty desk", "queries": 39, "p95_ms": 81.0}
    sizes = {"posts": 10, "incidents": 5, "records": 1, "database": "sqlite"}

    found = read_bench("pages", {"pages": [page], "machine": MACHINE, **sizes})

    assert [(row.name, row.figure) for row in found] == [
        ("duty desk, p95", 81),
        ("duty desk, queries", 39),
    ]


@pytest.mark.parametrize(("window", "target"), [(50_000, "≥ 3000"), (200_000, "≥ 1800")])
def test_the_target_of_the_engine_is_that_of_its_window(window, target):
    peer = {"name": "peer", "posts_per_second": 400.0, "ratio": 9.1}
    sizes = {"window": window, "posts": 20, "source": "generated, seed 1"}

    found = read_bench(
        "engine", {"posts_per_second": 3969.0, "peers": [peer], "machine": MACHINE, **sizes}
    )

    assert [row.target for row in found if row.name == "placing"] == [target]
    assert [(row.system, row.figure) for row in found if row.system] == [
        ("peer", 400),
        ("peer", 9.1),
    ]


def test_an_older_result_that_says_no_commit_is_refused():
    machine = {name: value for name, value in MACHINE.items() if name != "commit"}

    with pytest.raises(KeyError, match="commit"):
        read_bench("import", {**IMPORTED, "machine": machine})


def test_runs_of_one_host_and_commit_are_one_row_with_the_worse_middle(records):
    rows = rows_of(records, run(1460), run(1927), run(1490), run(1843))

    assert len(rows) == 1
    assert rows[0][1:4] == ["1,490 posts/s", "≥ 1,500", "**not met**"]
    assert "4 (1,460 to 1,927)" in rows[0]


def test_another_host_and_another_commit_have_rows_of_their_own_beside_each_other(records):
    other = run(20, name="memory", unit="MB", target="≤ 30")
    rows = rows_of(records, run(1600), other, run(1700, commit="b"), run(854, host="slow"))

    assert [row[1] for row in rows] == [
        "1,600 posts/s",
        "1,700 posts/s",
        "854 posts/s",
        "20 MB",
    ]
    assert [row[3] for row in rows] == ["met", "met", "**not met**", "met"]


def test_a_result_is_added_to_the_records_and_read_back(records):
    benchmark_table.add("import", json.dumps(IMPORTED))
    benchmark_table.add("import", json.dumps(IMPORTED))

    written = benchmark_table.records(records / "import.json")

    assert written == read_bench("import", IMPORTED) * 2
    assert "| 2 |" in benchmark_table.page()
