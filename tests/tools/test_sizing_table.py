"""What follows from the figures of one unit, and what is not measured yet."""

from __future__ import annotations

import pytest
from tools.sizing_table import NEWEST, PLACING, Plan, memory_gb, window_posts, workers

from tools import sizing_table


def test_a_quiet_bureau_keeps_the_newest_posts_and_a_busy_one_those_of_72_hours():
    assert window_posts(Plan("quiet", 1, 1)) == NEWEST
    assert window_posts(Plan("busy", 2, 40)) == 2 * 72 * 3600


def test_workers_and_memory_follow_from_the_figures_of_one_unit():
    plan = Plan("city", 10, 1_000)

    assert workers(plan, 300.0) == 4
    assert memory_gb(plan, 100.0) == pytest.approx(10 * window_posts(plan) / NEWEST * 0.1)


def test_of_several_runs_the_worst_counts_and_what_is_not_measured_says_so(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sizing_table, "RECORDS", tmp_path)
    for one in sizing_table.UNITS:
        (tmp_path / f"{one.file}.json").write_text("[]")
    assert PLACING.figure() is None
    assert "854" not in "".join(sizing_table.unit_lines())
    assert "not measured yet" in "".join(sizing_table.plan_lines())

    row = '{{"name": "posts placed and indexed", "figure": {}, "unit": "posts/s", "host": "",'
    row += ' "date": "", "commit": "", "setup": "100,000 posts into SQLite"}}'
    (tmp_path / "import.json").write_text(f"[{row.format(900)}, {row.format(700)}]")

    assert PLACING.figure() == 700
