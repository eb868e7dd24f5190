"""``huiying bench engine`` and ``make bench-check``: what they print, compare and draw."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from benchmarks import bench_engine
from benchmarks.chart import chart
from benchmarks.check_engine import RECORDED, compared, figures
from benchmarks.cpu_speed import CpuSpeed
from benchmarks.labelled import UNKNOWN, generate_labelled, read_labelled
from benchmarks.peers import PEERS, Peer
from typer.testing import CliRunner

from huiying.config.cli import app

RESULT = {
    "posts": 10,
    "window": 20,
    "source": "generated, seed 1",
    "posts_per_second": 2_000.0,
    "bcubed_f1": 0.9,
    "peak_rss_mb": 400.0,
    "peers": [
        {
            "name": "a <peer>",
            "posts_per_second": 50.0,
            "bcubed_f1": 0.7,
            "our_bcubed_f1": 0.8,
            "ratio_cpu": 20,
        }
    ],
    "components": [{"name": "words", "ratio": 25.0}],
    "machine": {"cores": 2, "python": "3.11", "load_before": 0.1},
}


def lines(measured):
    return list(compared(figures(RESULT), figures(RESULT | measured)))


def test_what_was_recorded_holds():
    assert all(holds for holds, _ in lines({}))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"peers": [RESULT["peers"][0] | {"ratio_cpu": 12}]}, "a <peer>"),
        ({"components": [{"name": "words", "ratio": 15.0}]}, "words"),
        ({"bcubed_f1": 0.87}, "B-cubed"),
        ({"peak_rss_mb": 600.0}, "peak"),
    ],
)
def test_a_regression_fails_and_is_named(changed, named):
    failed = [line for holds, line in lines(changed) if not holds]

    assert len(failed) == 1
    assert named in failed[0]


def test_a_little_less_is_noise_and_more_is_welcome():
    better = {"bcubed_f1": 0.95, "components": [{"name": "words", "ratio": 90.0}]}
    noise = {"peers": [RESULT["peers"][0] | {"ratio_cpu": 17}], "peak_rss_mb": 450.0}

    assert all(holds for holds, _ in lines(better | noise))


def test_a_figure_that_was_not_taken_is_said_and_fails_nothing():
    told = lines({"components": []})

    assert all(holds for holds, _ in told)
    assert any("words: not measured" in line for _, line in told)


def test_the_pace_of_the_processor_stands_beside_a_figure():
    told = CpuSpeed().stop()

    assert 0 < told["least"] <= told["median"] <= told["most"]


def test_what_is_recorded_has_speed_quality_and_memory():
    assert json.loads(RECORDED.read_text(encoding="utf-8")).keys() == figures(RESULT).keys()


def test_the_chart_has_a_bar_and_both_figures_for_every_system():
    drawn = chart(RESULT)

    tree = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    said = {text.text for text in tree.iter(f"{space}text")}
    assert len(list(tree.iter(f"{space}rect"))) == 2
    assert {"huiying", "a <peer>", "2,000", "50", "0.900", "0.700 (0.800)"} <= said
    assert "prefers-color-scheme: dark" in drawn


def test_the_posts_are_the_same_for_the_same_seed_and_their_events_are_known():
    one, two = (list(generate_labelled(300, seed=5)) for _ in range(2))

    assert one == two
    assert one != list(generate_labelled(300, seed=6))
    assert len({post.event for post in one}) < 300


def test_a_file_is_read_in_order_of_time_and_an_empty_label_is_unknown(tmp_path):
    file = tmp_path / "posts.csv"
    file.write_text("time,text,event\n2026-02,后,a\n2026-01,先,\n2026-03,末,a\n", "utf-8")

    rows = read_labelled(file, "event")

    assert [row.text for row in rows] == ["先", "后", "末"]
    assert rows[0].event == UNKNOWN
    assert rows[1].event == rows[2].event != UNKNOWN


def test_a_peer_that_is_not_installed_is_said_and_not_measured(monkeypatch, tmp_path):
    monkeypatch.setitem(PEERS, "absent", Peer("Absent", ("no_such_package",)))

    measured, absent = bench_engine._peers(
        ["absent"], tmp_path, tmp_path, 10, bench_engine.Limits()
    )

    assert measured == []
    assert absent[0]["name"] == "Absent"
    assert "no_such_package" in absent[0]["why"]
    assert "[bench]" in absent[0]["why"]


def test_a_peer_that_breaks_does_not_end_the_run(tmp_path):
    measured, absent = bench_engine._peers(
        ["fsd"], tmp_path / "no-posts", tmp_path / "no-sample", 10, bench_engine.Limits()
    )

    assert measured == []
    assert absent[0]["why"].startswith("FileNotFoundError")


def test_the_engine_is_measured_and_one_json_object_is_printed():
    answer = CliRunner().invoke(
        app, ["bench", "engine", "--posts", "500", "--window", "500", "--peers", ""]
    )

    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    for name in ("posts_per_second", "bcubed_f1", "proposals_per_second", "peak_rss_mb"):
        assert told[name] > 0, name
    assert told["peers"] == []
    assert {"name", "ratio"} == told["components"][0].keys()


def test_without_the_file_of_real_posts_the_benchmark_is_skipped_and_says_so():
    answer = CliRunner().invoke(app, ["bench", "engine", "--file", "/no/such/file.csv"])

    assert answer.exit_code == 0
    assert "跳过" in answer.output


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--peers", "coffee"], "fsd_rare"), (["--label", "coffee"], "coffee")],
)
def test_what_there_is_not_is_refused(tmp_path, options, said):
    file = tmp_path / "posts.csv"
    file.write_text("text,event\n停水,a\n", encoding="utf-8")

    answer = CliRunner().invoke(app, ["bench", "engine", "--file", str(file), *options])

    assert answer.exit_code == 2
    assert said in answer.output
